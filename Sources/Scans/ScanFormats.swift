import Imaging

/// The scan files of EBSD cameras, as formats of images.
///
/// Kikuchipy (`.h5`), EDAX (`.h5`, `.oh5`, `.up1`, `.up2`), Oxford Instruments (`.h5oina`, `.ebsp`), Bruker (`.h5`),
/// EMsoft (`.h5`) and NORDIF (`.dat`, with `Setting.txt` beside it).
public enum ScanFormats {
  /// Registers all scan files with `ImageFormats`; call it once, at the start of the program.
  ///
  /// `ImageFormats.open(_:)` and everything that reads through it, such as `Classifier` and `PatternScan`, then takes
  /// them:
  ///
  /// ```swift
  /// ScanFormats.register()
  /// let pattern = try ImageFormats.read("scan.h5oina[12]").image
  /// ```
  ///
  /// It is no part of `ImageFormats` itself, so that programs which read single images need no libhdf5.
  public static func register() {
    ImageFormats.register(HDF5Format())
    ImageFormats.register(EDAXBinaryFormat())
    ImageFormats.register(OxfordBinaryFormat())
    ImageFormats.register(NORDIFFormat())
  }
}
