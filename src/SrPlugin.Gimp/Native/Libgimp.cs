using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Native;

/// <summary>
/// The functions of libgimp that GIMP 2.10 and GIMP 3 share; the others are in <see cref="GimpSeries"/>. Images and items are handles. All
/// of them belong on the thread that runs gimp_main.
/// </summary>
internal static unsafe partial class Libgimp
{
    [LibraryImport(NativeLibraries.GimpBase, EntryPoint = "gimp_directory")]
    public static partial nint Directory();

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_display_name")]
    public static partial nint DisplayName();

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
    public static partial int ItemIsDrawable(nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_image")]
    public static partial nint ItemImage(nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_name")]
    public static partial nint ItemName(nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_is_group")]
    public static partial int ItemIsGroup(nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_is_layer")]
    public static partial int ItemIsLayer(nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_is_text_layer")]
    public static partial int ItemIsTextLayer(nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_lock_content")]
    public static partial int ItemContentIsLocked(nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_format")]
    public static partial nint DrawableFormat(nint drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_buffer")]
    public static partial nint DrawableBuffer(nint drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_get_shadow_buffer")]
    public static partial nint DrawableShadowBuffer(nint drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_merge_shadow")]
    public static partial int MergeShadow(nint drawable, int undo);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_update")]
    public static partial int UpdateDrawable(nint drawable, int x, int y, int width, int height);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_is_indexed")]
    public static partial int DrawableIsIndexed(nint drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_mask_intersect")]
    public static partial int DrawableMaskIntersect(nint drawable, out int x, out int y, out int width, out int height);

    // Selection

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_selection_is_empty")]
    public static partial int SelectionIsEmpty(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_selection")]
    public static partial nint ImageSelection(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_selection_save")]
    public static partial nint SaveSelection(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_selection_none")]
    public static partial int ClearSelection(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_select_item")]
    public static partial int SelectItem(nint image, int operation, nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_remove_channel")]
    public static partial int RemoveChannel(nint image, nint channel);

    // Images and layers

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_new_with_precision")]
    public static partial nint NewImage(int width, int height, int baseType, int precision);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_precision")]
    public static partial int ImagePrecision(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_component_active")]
    public static partial int ComponentIsActive(nint image, int component);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_floating_sel")]
    public static partial nint FloatingSelection(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_resolution")]
    public static partial int ImageResolution(nint image, out double x, out double y);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_set_resolution")]
    public static partial int SetImageResolution(nint image, double x, double y);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_color_profile")]
    public static partial nint ImageColorProfile(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_set_color_profile")]
    public static partial int SetImageColorProfile(nint image, nint profile);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_scale")]
    public static partial int ScaleImage(nint image, int width, int height);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_delete")]
    public static partial int DeleteImage(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_flatten")]
    public static partial nint FlattenImage(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_convert_rgb")]
    public static partial int ConvertToRgb(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_layer_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewLayer(nint image, string name, int width, int height, int type, double opacity, int mode);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_insert_layer")]
    public static partial int InsertLayer(nint image, nint layer, nint parent, int position);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_parent")]
    public static partial nint ItemParent(nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_item_position")]
    public static partial int ItemPosition(nint image, nint item);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_layer_set_offsets")]
    public static partial int SetLayerOffsets(nint layer, int x, int y);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_layer_create_mask")]
    public static partial nint CreateLayerMask(nint layer, int kind);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_layer_add_mask")]
    public static partial int AddLayerMask(nint layer, nint mask);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_undo_group_start")]
    public static partial int BeginUndoGroup(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_undo_group_end")]
    public static partial int EndUndoGroup(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_display_new")]
    public static partial nint NewDisplay(nint image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_displays_flush")]
    public static partial int FlushDisplays();
}
