/// The spellings of Hermann-Mauguin symbols in texts, files and folder names.
enum SymbolSpelling {
  /// The symbol in ASCII without spaces: `P21/c` for `P2₁/c`, `m-3m` for `m3̄m`.
  static func plain(_ symbol: String) -> String {
    var scalars: [Unicode.Scalar] = []
    for scalar in symbol.unicodeScalars {
      switch scalar.value {
      case 0x0304, 0x0305:  // a combining macron or overline follows its digit
        scalars.insert("-", at: max(0, scalars.count - 1))
      case 0x2080...0x2089:  // subscript digits
        scalars.append(Unicode.Scalar(UInt8(scalar.value - 0x2080 + 0x30)))
      case 0x2010...0x2014, 0x2212: scalars.append("-")
      case 0x2044, 0x2215: scalars.append("/")
      case 0x09, 0x20, 0xA0: continue
      default: scalars.append(scalar)
      }
    }
    var plain = String.UnicodeScalarView()
    plain.append(contentsOf: scalars)
    return String(plain)
  }

  /// The possible readings of a plain symbol, the most literal one first.
  ///
  /// An underscore may mark a subscript (`P2_1`), separate the directions (`P2_1_2_1_2_1`) or replace the slash in a
  /// folder name (`P4_mmm`); at most one is the slash, since a short symbol has one slash. The Finder of macOS stores a
  /// slash as a colon. The slash after the first axis (`P63mmc`) and the bar of cubic groups (`Fm3m`, the older
  /// spelling) may be missing.
  static func readings(of plain: String) -> [String] {
    let pieces = plain.split(separator: "_", omittingEmptySubsequences: false)
    let joined = pieces.joined()
    var readings = [joined]
    for split in pieces.indices.dropFirst() {
      readings.append(pieces[..<split].joined() + "/" + pieces[split...].joined())
    }
    readings.append(String(joined.map { $0 == ":" ? "/" : $0 }))
    let afterCentring = joined.dropFirst()
    let afterAxis = afterCentring.drop(while: \.isNumber)
    if afterAxis.startIndex != afterCentring.startIndex, !joined.contains("/") {
      readings.append(joined[..<afterAxis.startIndex] + "/" + afterAxis)
    }
    if let three = afterCentring.firstIndex(of: "3"), three != afterCentring.startIndex {
      readings.append(joined[..<three] + "-" + joined[three...])
    }
    if let short = shortened(joined) { readings.append(short) }
    return readings
  }

  /// The short symbol of a full one without spaces: `Fm-3m` of `F4/m-32/m`; nil if the symbol is not full.
  private static func shortened(_ full: String) -> String? {
    if let match = full.wholeMatch(of: /([PIF])\d\d?\/([a-z])-3(?:2\/([a-z]))?/) {
      return "\(match.1)\(match.2)-3\(match.3 ?? "")"
    }
    if let match = full.wholeMatch(of: /([PI]\d\d?\/[a-z])2\/([a-z])2\/([a-z])/) {
      return "\(match.1)\(match.2)\(match.3)"
    }
    if let match = full.wholeMatch(of: /([PABCIF])2\d?\/([a-z])2\d?\/([a-z])2\d?\/([a-z])/) {
      return "\(match.1)\(match.2)\(match.3)\(match.4)"
    }
    if let match = full.wholeMatch(of: /([PR])-32\/([a-z])(1?)/) { return "\(match.1)-3\(match.2)\(match.3)" }
    return full.wholeMatch(of: /P-312\/([a-z])/).map { "P-31\($0.1)" }
  }
}
