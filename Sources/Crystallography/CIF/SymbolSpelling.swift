/// The ways in which people, files and folders spell Hermann-Mauguin symbols.
enum SymbolSpelling {
  /// Returns the symbol in plain characters without spaces: `P2₁/c` as `P21/c`, `m3̄m` as `m-3m`.
  static func plain(_ symbol: String) -> String {
    var scalars: [Unicode.Scalar] = []
    for scalar in symbol.unicodeScalars {
      switch scalar.value {
      case 0x0304, 0x0305:  // combining macron and overline follow the digit they stand on
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

  /// Returns what a plain symbol may mean, the most literal reading first.
  ///
  /// An underscore may mark a subscript (`P2_1`), part the directions (`P2_1_2_1_2_1`) or, in the name of
  /// a folder, stand for the slash (`P4_mmm`); at most one of them is the slash, since a short symbol
  /// has one. The colon is how the Finder of macOS stores a slash. The slash after the first axis
  /// (`P63mmc`) and the bar of cubic groups (`Fm3m`, the older spelling) may be left out.
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
    return readings
  }
}
