using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Gimp2.Native;

/// <summary>libgimp 2.10: the calls this plug-in makes. All of them belong on the thread that runs gimp_main.</summary>
internal static unsafe partial class Libgimp
{
    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_main")]
    public static partial int RunPlugIn(GimpPlugInInfo* info, int argumentCount, byte** arguments);

    [LibraryImport(NativeLibraries.GimpBase, EntryPoint = "gimp_directory")]
    public static partial nint Directory();

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_display_name")]
    public static partial nint DisplayName();

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_install_procedure", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void InstallProcedure(
        string name, string blurb, string help, string author, string copyright, string date, string? menuLabel, string? imageTypes,
        int procedureType, int argumentCount, int returnCount, GimpParamDefinition* arguments, GimpParamDefinition* returns);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_plugin_menu_register", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RegisterMenu(string procedure, string path);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_get_pdb_error")]
    public static partial nint LastError();

    // Progress

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_progress_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int BeginProgress(string text);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_progress_set_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetProgressText(string text);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_progress_update")]
    public static partial int UpdateProgress(double share);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_progress_end")]
    public static partial int EndProgress();

    // Items and drawables

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_is_drawable")]
    public static partial int ItemIsDrawable(int item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_image")]
    public static partial int ItemImage(int item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_name")]
    public static partial nint ItemName(int item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_is_group")]
    public static partial int ItemIsGroup(int item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_is_layer")]
    public static partial int ItemIsLayer(int item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_is_text_layer")]
    public static partial int ItemIsTextLayer(int item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_children")]
    public static partial int* ItemChildren(int item, out int count);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_lock_content")]
    public static partial int ItemContentIsLocked(int item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_format")]
    public static partial nint DrawableFormat(int drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_buffer")]
    public static partial nint DrawableBuffer(int drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_shadow_buffer")]
    public static partial nint DrawableShadowBuffer(int drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_merge_shadow")]
    public static partial int MergeShadow(int drawable, int undo);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_update")]
    public static partial int UpdateDrawable(int drawable, int x, int y, int width, int height);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_width")]
    public static partial int DrawableWidth(int drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_height")]
    public static partial int DrawableHeight(int drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_offsets")]
    public static partial int DrawableOffsets(int drawable, out int x, out int y);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_is_indexed")]
    public static partial int DrawableIsIndexed(int drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_mask_intersect")]
    public static partial int DrawableMaskIntersect(int drawable, out int x, out int y, out int width, out int height);

    // Selection

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_selection_is_empty")]
    public static partial int SelectionIsEmpty(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_selection")]
    public static partial int ImageSelection(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_selection_save")]
    public static partial int SaveSelection(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_selection_none")]
    public static partial int ClearSelection(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_select_item")]
    public static partial int SelectItem(int image, int operation, int item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_remove_channel")]
    public static partial int RemoveChannel(int image, int channel);

    // Images and layers

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_new_with_precision")]
    public static partial int NewImage(int width, int height, int baseType, int precision);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_precision")]
    public static partial int ImagePrecision(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_width")]
    public static partial int ImageWidth(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_height")]
    public static partial int ImageHeight(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_base_type")]
    public static partial int ImageBaseType(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_layers")]
    public static partial int* ImageLayers(int image, out int count);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_component_active")]
    public static partial int ComponentIsActive(int image, int component);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_floating_sel")]
    public static partial int FloatingSelection(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_resolution")]
    public static partial int ImageResolution(int image, out double x, out double y);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_set_resolution")]
    public static partial int SetImageResolution(int image, double x, double y);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_color_profile")]
    public static partial nint ImageColorProfile(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_set_color_profile")]
    public static partial int SetImageColorProfile(int image, nint profile);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_scale")]
    public static partial int ScaleImage(int image, int width, int height);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_delete")]
    public static partial int DeleteImage(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_flatten")]
    public static partial int FlattenImage(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_convert_rgb")]
    public static partial int ConvertToRgb(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_layer_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int NewLayer(int image, string name, int width, int height, int type, double opacity, int mode);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_insert_layer")]
    public static partial int InsertLayer(int image, int layer, int parent, int position);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_layer_create_mask")]
    public static partial int CreateLayerMask(int layer, int kind);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_layer_add_mask")]
    public static partial int AddLayerMask(int layer, int mask);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_undo_group_start")]
    public static partial int BeginUndoGroup(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_undo_group_end")]
    public static partial int EndUndoGroup(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_display_new")]
    public static partial int NewDisplay(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_displays_flush")]
    public static partial int FlushDisplays();

    // Files

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_file_load", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LoadFile(int runMode, string path, string shownPath);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_file_save", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SaveFile(int runMode, int image, int drawable, string path, string shownPath);
}
