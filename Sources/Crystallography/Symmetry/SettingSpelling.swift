/// The spellings of symbols with a choice of origin or axes in CIFs.
struct SettingSpelling {
  /// The symbol without the choice, in the case of International Tables.
  let symbol: String
  /// The choice: `1` or `2` for the origin, `H` or `R` for the axes; nil if the text has none.
  let choice: String?

  /// Reads a symbol such as `F d -3 m :2`, `Fd-3mZ`, `R -3 m H`, `P2(1)/c`, `FD-3M (origin choice 2)` or
  /// `P 21/c (No. 14)`.
  ///
  /// Origin 1 of some databases is S, origin 2 is Z; the second origin is the one at a centre of symmetry.
  init(_ text: String) {
    var rest = text.replacing(/<\/?(?:sub|i|b)>|~/.ignoresCase(), with: "")
    rest.replace(/[\(\[]?\s*(?:No\.?|#)\s*\d+\s*[\)\]]?/.ignoresCase(), with: "")
    var choice: String?
    if let match = rest.firstMatch(
      of: /[\s,;:]*[\(\{\[]?\s*\b(?:origin|hexagonal|rhombohedral|trigonal axes)\b.*/.ignoresCase()
    ) {
      choice = Self.described(String(match.0))
      if choice != nil { rest.removeSubrange(match.range) }
    }
    // A subscript in parentheses: P2(1)/c.
    rest.replace(/(\d)\s*\((\d)\)/) { "\($0.1)\($0.2)" }
    rest = rest.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if choice == nil, let match = rest.wholeMatch(of: /(.{2,}?)\s*:\s*[oO]?([12hHrRsSzZ])/) {
      (rest, choice) = (String(match.1), String(match.2))
    } else if choice == nil, let match = rest.wholeMatch(of: /(.{2,}?)\s*(?:([HRSZ])|\s[oO]([12])|\s([hrsz]))/) {
      // None of these letters is a glide plane, so that the last one needs no blank before it.
      (rest, choice) = (String(match.1), String(match.2 ?? match.3 ?? match.4 ?? ""))
    }
    self.choice = choice.map { ["S": "1", "Z": "2"][$0.uppercased()] ?? $0.uppercased() }
    let plain = SymbolSpelling.plain(rest)
    symbol = plain.prefix(1).uppercased() + plain.dropFirst().lowercased()
  }

  /// The choice in a description such as `origin choice 2`, `{origin @ centre (-3m)}` or `(hexagonal axes)`.
  private static func described(_ text: String) -> String? {
    let lower = text.lowercased()
    if lower.contains("hexagonal") { return "H" }
    if lower.contains("rhombohedral") { return "R" }
    if lower.firstMatch(of: /cent(?:re|er)/) != nil { return "2" }
    return lower.firstMatch(of: /origin\s*(?:choice|setting|no\.?)?\s*:?\s*([12])\b/).map { String($0.1) }
  }
}
