/// A format of crystal maps for other programs.
public enum CrystalMapFormat: String, Sendable, CaseIterable {
  /// The text format of EDAX OIM, which MTEX and orix read, too.
  case ang
  /// Oxford Instruments' Channel Text File, which MTEX and orix read, too.
  case ctf
  /// A table (RFC 4180).
  case csv
  /// The HDF5 layout of orix, which kikuchipy reads, too.
  case h5

  /// The format that the ending of a path names, in any case; nil for other endings.
  public init?(path: String) {
    let name = path.split(separator: "/").last ?? ""
    self.init(rawValue: name.split(separator: ".").dropFirst().last.map { $0.lowercased() } ?? "")
  }
}

extension CrystalMap {
  /// The content of the map's file in a format.
  ///
  /// - Throws: a sentence if an HDF5 file cannot be made, as without memory.
  public func bytes(as format: CrystalMapFormat) throws -> [UInt8] {
    switch format {
    case .ang: Array(angText.utf8)
    case .ctf: Array(ctfText.utf8)
    case .csv: Array(csvText.utf8)
    case .h5: try orixBytes()
    }
  }
}
