using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Native;

/// <summary>
/// GTK, GLib's main loop and GIMP's widgets: what the dialog is made of. Only functions that GTK 2 and GTK 3 share, so that one dialog
/// serves GIMP 2.10 and GIMP 3.
/// </summary>
internal static unsafe partial class Gtk
{
    /// <summary>GTK_RESPONSE_OK.</summary>
    public const int Ok = -5;

    /// <summary>GTK_RESPONSE_CANCEL.</summary>
    public const int Cancel = -6;

    // Where no screen can be reached, gimp_ui_init would end the process.
    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_init_check")]
    public static partial int InitCheck(nint argumentCount, nint arguments);

    // Variadic in C: the last argument is the empty list of buttons.
    [LibraryImport(NativeLibraries.GimpWidgets, EntryPoint = "gimp_dialog_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewDialog(
        string title, string role, nint parent, int flags, nint helpFunction, nint helpId, nint endOfButtons);

    [LibraryImport(NativeLibraries.GimpWidgets, EntryPoint = "gimp_dialog_add_button", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint AddButton(nint dialog, string text, int response);

    [LibraryImport(NativeLibraries.GimpWidgets, EntryPoint = "gimp_dialog_run")]
    public static partial int RunDialog(nint dialog);

    [LibraryImport(NativeLibraries.GimpUi, EntryPoint = "gimp_window_set_transient")]
    public static partial void SetTransient(nint window);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_dialog_set_default_response")]
    public static partial void SetDefaultResponse(nint dialog, int response);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_dialog_get_content_area")]
    public static partial nint ContentArea(nint dialog);

    // Widgets

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_show_all")]
    public static partial void ShowAll(nint widget);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_show")]
    public static partial void Show(nint widget);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_hide")]
    public static partial void Hide(nint widget);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_set_no_show_all")]
    public static partial void SetShownAlone(nint widget, int isAlone);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_destroy")]
    public static partial void Destroy(nint widget);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_set_sensitive")]
    public static partial void SetSensitive(nint widget, int sensitive);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_is_sensitive")]
    public static partial int IsSensitive(nint widget);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_get_mapped")]
    public static partial int IsMapped(nint widget);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetName(nint widget, string name);

    [LibraryImport(NativeLibraries.GimpWidgets, EntryPoint = "gimp_help_set_help_data", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetHelp(nint widget, string tooltip, nint helpId);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_hbox_new")]
    public static partial nint NewHorizontalBox(int homogeneous, int spacing);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_vbox_new")]
    public static partial nint NewVerticalBox(int homogeneous, int spacing);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_box_pack_start")]
    public static partial void Pack(nint box, nint child, int expand, int fill, uint padding);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_container_set_border_width")]
    public static partial void SetBorder(nint container, uint width);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_table_new")]
    public static partial nint NewTable(uint rows, uint columns, int homogeneous);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_table_set_col_spacings")]
    public static partial void SetColumnSpacings(nint table, uint spacing);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_table_set_row_spacings")]
    public static partial void SetRowSpacings(nint table, uint spacing);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_table_attach")]
    public static partial void Attach(
        nint table, nint child, uint left, uint right, uint top, uint bottom, int across, int down, uint paddingX, uint paddingY);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_label_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewLabel(string text);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_label_set_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetLabel(nint label, string text);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_label_set_markup", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetMarkup(nint label, string markup);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_label_set_line_wrap")]
    public static partial void SetWrap(nint label, int wrap);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_misc_set_alignment")]
    public static partial void SetAlignment(nint label, float x, float y);

    // Values

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_hscale_new")]
    public static partial nint NewSlider(nint adjustment);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_scale_set_draw_value")]
    public static partial void SetDrawsValue(nint slider, int draws);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_set_size_request")]
    public static partial void SetSize(nint widget, int width, int height);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_label_new_with_mnemonic", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewMnemonicLabel(string text);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_label_set_mnemonic_widget")]
    public static partial void SetLabelled(nint label, nint widget);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_spin_button_set_digits")]
    public static partial void SetDigits(nint spinButton, uint digits);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_spin_button_new_with_range")]
    public static partial nint NewSpinButton(double lower, double upper, double step);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_spin_button_get_adjustment")]
    public static partial nint SpinButtonAdjustment(nint spinButton);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_adjustment_get_value")]
    public static partial double Value(nint adjustment);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_adjustment_set_value")]
    public static partial void SetValue(nint adjustment, double value);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_adjustment_get_lower")]
    public static partial double Lower(nint adjustment);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_adjustment_get_upper")]
    public static partial double Upper(nint adjustment);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_check_button_new_with_label", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewCheckButton(string label);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_toggle_button_get_active")]
    public static partial int IsTicked(nint toggle);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_toggle_button_set_active")]
    public static partial void SetTicked(nint toggle, int active);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_entry_new")]
    public static partial nint NewEntry();

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_entry_get_text")]
    public static partial nint EntryText(nint entry);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_entry_set_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetEntryText(nint entry, string text);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_entry_set_activates_default")]
    public static partial void SetActivatesDefault(nint entry, int activates);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_combo_box_text_new")]
    public static partial nint NewComboBox();

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_combo_box_text_append_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AppendChoice(nint comboBox, string text);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_combo_box_text_insert_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void InsertChoice(nint comboBox, int index, string text);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_combo_box_text_remove")]
    public static partial void RemoveChoice(nint comboBox, int index);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_combo_box_get_active")]
    public static partial int ActiveChoice(nint comboBox);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_combo_box_set_active")]
    public static partial void SetActiveChoice(nint comboBox, int index);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_combo_box_get_model")]
    public static partial nint ChoiceModel(nint comboBox);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_tree_model_iter_n_children")]
    public static partial int ChoiceCount(nint model, nint parent);

    // Containers and buttons

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_container_add")]
    public static partial void Add(nint container, nint child);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_expander_new_with_mnemonic", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewExpander(string label);

    [LibraryImport(NativeLibraries.GimpWidgets, EntryPoint = "gimp_frame_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewFrame(string heading);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_scrolled_window_new")]
    public static partial nint NewScroller(nint across, nint down);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_scrolled_window_set_policy")]
    public static partial void SetScrollPolicy(nint scroller, int across, int down);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_scrolled_window_add_with_viewport")]
    public static partial void AddScrolled(nint scroller, nint child);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_button_new_with_mnemonic", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewButton(string label);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_check_button_new_with_mnemonic", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewMnemonicCheckButton(string label);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_label_set_width_chars")]
    public static partial void SetWidthInCharacters(nint label, int characters);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_label_set_max_width_chars")]
    public static partial void SetLongestLine(nint label, int characters);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_progress_bar_new")]
    public static partial nint NewProgressBar();

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_progress_bar_set_fraction")]
    public static partial void SetFraction(nint progressBar, double share);

    // Pictures

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_event_box_new")]
    public static partial nint NewEventBox();

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_widget_add_events")]
    public static partial void AddEvents(nint widget, int events);

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_image_new")]
    public static partial nint NewImage();

    [LibraryImport(NativeLibraries.Gtk, EntryPoint = "gtk_image_set_from_pixbuf")]
    public static partial void SetImage(nint image, nint pixels);

    [LibraryImport(NativeLibraries.GdkPixbuf, EntryPoint = "gdk_pixbuf_new")]
    public static partial nint NewPixels(int colorSpace, int hasAlpha, int bitsPerSample, int width, int height);

    [LibraryImport(NativeLibraries.GdkPixbuf, EntryPoint = "gdk_pixbuf_get_pixels")]
    public static partial byte* PixelData(nint pixels);

    [LibraryImport(NativeLibraries.GdkPixbuf, EntryPoint = "gdk_pixbuf_get_rowstride")]
    public static partial int PixelStride(nint pixels);

    [LibraryImport(NativeLibraries.Gdk, EntryPoint = "gdk_event_get_coords")]
    public static partial int EventPlace(nint happening, out double x, out double y);

    // Signals and the main loop

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_signal_connect_data", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint Connect(
        nint instance, string signal, nint handler, nint data, delegate* unmanaged<nint, nint, void> destroy, int flags);

    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_idle_add_full")]
    public static partial uint AddIdle(
        int priority, delegate* unmanaged<nint, int> function, nint data, delegate* unmanaged<nint, void> destroy);

    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_timeout_add_full")]
    public static partial uint AddTimeout(
        int priority, uint milliseconds, delegate* unmanaged<nint, int> function, nint data, delegate* unmanaged<nint, void> destroy);

    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_source_remove")]
    public static partial int RemoveSource(uint source);
}
