/// A format of crystal maps for other programs.
public enum CrystalMapFormat: String, Sendable, CaseIterable {
  /// The text format of EDAX OIM, which MTEX and orix read, too.
  case ang
  /// Oxford Instruments' Channel Text File, which MTEX and orix read, too.
  case ctf
  /// A table (RFC 4180).
  case csv

  /// The format that the ending of a path names, in any case; nil for other endings.
  public init?(path: String) {
    let name = path.split(separator: "/").last ?? ""
    self.init(rawValue: name.split(separator: ".").dropFirst().last.map { $0.lowercased() } ?? "")
  }
}

extension CrystalMap {
  /// The text of the map in a format.
  public func text(as format: CrystalMapFormat) -> String {
    switch format {
    case .ang: angText
    case .ctf: ctfText
    case .csv: csvText
    }
  }
}
