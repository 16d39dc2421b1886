using System.Runtime.InteropServices;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Gimp2;

/// <summary>The functions that only GIMP 2.10's libraries have, or that take other arguments there.</summary>
internal static unsafe partial class Libgimp2
{
    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_main")]
    public static partial int RunPlugIn(GimpPlugInInfo* info, int argumentCount, byte** arguments);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_install_procedure", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void InstallProcedure(
        string name, string blurb, string help, string author, string copyright, string date, string? menuLabel, string? imageTypes,
        int procedureType, int argumentCount, int returnCount, GimpParamDefinition* arguments, GimpParamDefinition* returns);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_plugin_menu_register", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RegisterMenu(string procedure, string path);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_get_pdb_error")]
    public static partial nint LastError();

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_width")]
    public static partial int DrawableWidth(int drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_height")]
    public static partial int DrawableHeight(int drawable);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_drawable_offsets")]
    public static partial int DrawableOffsets(int drawable, out int x, out int y);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_width")]
    public static partial int ImageWidth(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_height")]
    public static partial int ImageHeight(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_base_type")]
    public static partial int ImageBaseType(int image);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_get_layers")]
    public static partial int* ImageLayers(int image, out int count);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_image_set_active_layer")]
    public static partial int SelectLayer(int image, int layer);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_item_get_children")]
    public static partial int* ItemChildren(int item, out int count);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_file_load", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LoadFile(int runMode, string path, string shownPath);

    [LibraryImport(NativeLibraries.Gimp, EntryPoint = "gimp_file_save", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SaveFile(int runMode, int image, int drawable, string path, string shownPath);

    [LibraryImport(NativeLibraries.GimpUi, EntryPoint = "gimp_ui_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void StartInterface(string program, int preview);
}
