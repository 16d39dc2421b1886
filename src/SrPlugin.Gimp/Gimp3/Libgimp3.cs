using System.Runtime.InteropServices;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Gimp3;

/// <summary>
/// The functions that only GIMP 3's libraries have, or that take other arguments there, and those of GObject that it needs.
/// </summary>
internal static unsafe partial class Libgimp3
{
    // The plug-in

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_main")]
    public static partial int RunPlugIn(nuint type, int argumentCount, byte** arguments);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_plug_in_get_type")]
    public static partial nuint PlugInType();

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_type_query")]
    public static partial void QueryType(nuint type, out TypeQuery query);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_type_register_static_simple", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint RegisterType(
        nuint parent, string name, uint classSize, delegate* unmanaged<nint, nint, void> initializeClass, uint instanceSize,
        nint initialize, int flags);

    // Procedures

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewProcedure(
        nint plugIn, string name, int type, delegate* unmanaged<nint, nint, nint, nint> run, nint data, nint destroy);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_procedure_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewImageProcedure(
        nint plugIn, string name, int type, delegate* unmanaged<nint, int, nint, nint*, nint, nint, nint> run, nint data, nint destroy);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_get_name")]
    public static partial nint ProcedureName(nint procedure);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_set_menu_label", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetMenuLabel(nint procedure, string label);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_menu_path", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddMenuPath(nint procedure, string path);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_set_documentation", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetDocumentation(nint procedure, string blurb, string help, string? helpId);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_set_attribution", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetAttribution(nint procedure, string authors, string copyright, string date);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_set_image_types", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetImageTypes(nint procedure, string types);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_set_sensitivity_mask")]
    public static partial void SetSensitivityMask(nint procedure, int mask);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_int_argument", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddInteger(
        nint procedure, string name, string label, string help, int minimum, int maximum, int value, int flags);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_double_argument", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddNumber(
        nint procedure, string name, string label, string help, double minimum, double maximum, double value, int flags);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_string_argument", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddText(nint procedure, string name, string label, string help, string value, int flags);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_image_argument", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddImage(nint procedure, string name, string label, string help, int mayBeNone, int flags);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_drawable_argument", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddDrawable(nint procedure, string name, string label, string help, int mayBeNone, int flags);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_int_return_value", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddIntegerResult(
        nint procedure, string name, string label, string help, int minimum, int maximum, int value, int flags);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_double_return_value", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddNumberResult(
        nint procedure, string name, string label, string help, double minimum, double maximum, double value, int flags);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_string_return_value", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddTextResult(nint procedure, string name, string label, string help, string value, int flags);

    [LibraryImport(
        NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_string_array_return_value", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddTextsResult(nint procedure, string name, string label, string help, int flags);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_add_image_return_value", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddImageResult(nint procedure, string name, string label, string help, int mayBeNone, int flags);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_procedure_new_return_values")]
    public static partial nint NewReturnValues(nint procedure, GimpStatus status, nint error);

    [LibraryImport(NativeLibraries.GimpBase, EntryPoint = "gimp_value_array_index")]
    public static partial PropertyValue* ReturnValue(nint values, int index);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_get_pdb")]
    public static partial nint ProcedureDatabase();

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_pdb_get_last_error")]
    public static partial nint LastError(nint procedureDatabase);

    // Values

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void GetProperty(nint instance, string name, ref PropertyValue value);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_unset")]
    public static partial void Unset(ref PropertyValue value);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_get_string")]
    public static partial nint Text(in PropertyValue value);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_get_double")]
    public static partial double Number(in PropertyValue value);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_get_int")]
    public static partial int Integer(in PropertyValue value);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_get_object")]
    public static partial nint Object(in PropertyValue value);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_set_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetText(PropertyValue* value, string text);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_set_double")]
    public static partial void SetNumber(PropertyValue* value, double number);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_set_int")]
    public static partial void SetInteger(PropertyValue* value, int number);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_set_object")]
    public static partial void SetObject(PropertyValue* value, nint instance);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_value_take_boxed")]
    public static partial void TakeBoxed(PropertyValue* value, nint boxed);

    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_strdup", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Duplicate(string text);

    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_malloc0")]
    public static partial nint Allocate(nuint bytes);

    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_list_append")]
    public static partial nint Append(nint list, nint data);

    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_quark_from_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint Quark(string text);

    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_error_new_literal", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewError(uint domain, int code, string message);

    // Items and images

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_id")]
    public static partial int ItemNumber(nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_by_id")]
    public static partial nint Item(int number);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_id")]
    public static partial int ImageNumber(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_by_id")]
    public static partial nint Image(int number);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_width")]
    public static partial int DrawableWidth(nint drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_height")]
    public static partial int DrawableHeight(nint drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_offsets")]
    public static partial int DrawableOffsets(nint drawable, out int x, out int y);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_filters")]
    public static partial nint* DrawableFilters(nint drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_width")]
    public static partial int ImageWidth(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_height")]
    public static partial int ImageHeight(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_base_type")]
    public static partial int ImageBaseType(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_layers")]
    public static partial nint* ImageLayers(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_set_selected_layers")]
    public static partial int SelectLayers(nint image, nint* layers);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_children")]
    public static partial nint* ItemChildren(nint item);

    [LibraryImport(NativeLibraries.Gio, EntryPoint = "g_file_new_for_path", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewFile(string path);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_file_load")]
    public static partial nint LoadFile(int runMode, nint file);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_file_save")]
    public static partial int SaveFile(int runMode, nint image, nint file, nint options);

    // The dialog

    [LibraryImport(NativeLibraries.GimpUi, EntryPoint = "gimp_ui_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void StartInterface(string program);
}
