import Imaging

/// The scan files of EBSD cameras, as formats of images.
///
/// Kikuchipy (`.h5`), EDAX (`.h5`, `.oh5`, `.up1`, `.up2`), Oxford Instruments (`.h5oina`, `.ebsp`), Bruker (`.h5`),
/// EMsoft (`.h5`) and NORDIF (`.dat`, with `Setting.txt` beside it).
public enum ScanFormats {
  /// Registers all scan files with ``ImageFormats``; call it at the start of the program.
  public static func register() {
    ImageFormats.register(HDF5Format())
    ImageFormats.register(EDAXBinaryFormat())
    ImageFormats.register(OxfordBinaryFormat())
    ImageFormats.register(NORDIFFormat())
  }
}
