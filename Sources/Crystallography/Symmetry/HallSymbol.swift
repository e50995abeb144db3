import CGemmi

/// The operations of a Hall symbol, which names a space group with its axes and origin, such as `-P 2ybc`.
///
/// S. R. Hall, Acta Cryst. A37, 517 (1981); International Tables for Crystallography B (2010), section 1.4, appendix 2.
/// Gemmi expands the symbols.
struct HallSymbol {
  /// The operations of the cell, centring included; the identity is the first.
  let operations: [SymmetryOperation]

  /// Reads a symbol, in which underscores may stand for blanks; nil if the text is not one.
  init?(_ text: String) {
    let plain = text.replacing("_", with: " ").replacing("(", with: " (")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard Self.isWellFormed(plain) else { return nil }
    var operations = [cgemmi_operation](repeating: cgemmi_operation(), count: Int(CGEMMI_MOST_OPERATIONS))
    let count = unsafe Int(cgemmi_hall_operations(plain, &operations))
    guard count > 0 else { return nil }
    self.operations = operations[..<count].compactMap { SymmetryOperation($0)?.reduced }
    guard self.operations.count == count else { return nil }
  }

  /// True if the symbol follows the grammar.
  ///
  /// Gemmi writes outside its memory for a screw component of an axis without a principal direction, such as `2"1`.
  private static func isWellFormed(_ text: String) -> Bool {
    guard let match = text.wholeMatch(of: /-? ?[PABCIRFSTH]((?: [-1-6xyz'"*abcnuvwd]+)+)(?: ?\(([^()]*)\))?/) else {
      return false
    }
    let elements = match.1.split(separator: " ")
    for (index, element) in elements.enumerated() {
      guard let parts = element.wholeMatch(of: /-?([12346])(.*)/),
        parts.2.wholeMatch(of: /[xyz]?[1-5]?[xyz'"*]?[abcnuvwd]*/) != nil
      else { return false }
      guard let screw = parts.2.first(where: \.isNumber) else { continue }
      let hasAxis = parts.2.contains { "xyz".contains($0) }
      let isDiagonal = parts.2.contains { "'\"*".contains($0) }
      let followsEven = index == 1 && "24".contains(elements[0].first(where: \.isNumber) ?? " ") && parts.1 == "2"
      guard screw < parts.1.first ?? "0", !isDiagonal, hasAxis || index == 0 || followsEven else { return false }
    }
    guard let basis = match.2 else { return true }
    return basis.wholeMatch(of: /-?\d\d? -?\d\d? -?\d\d?/) != nil
      || (basis.allSatisfy { "xyz+-/, 0123456789".contains($0) } && basis.firstMatch(of: /\d\d\d/) == nil)
  }
}

extension SpaceGroup {
  /// The space group of a complete set of operations; nil if they are in no setting of gemmi's table.
  init?(operations: [SymmetryOperation]) {
    let unit = Double(CGEMMI_TRANSLATION_UNIT)
    let converted = operations.map { operation in
      let (r, t) = (operation.rotation, (operation.reduced.translation * unit).rounded(.toNearestOrEven))
      let rows = [r[0, 0], r[0, 1], r[0, 2], r[1, 0], r[1, 1], r[1, 2], r[2, 0], r[2, 1], r[2, 2]].map {
        Int32(clamping: $0)
      }
      return cgemmi_operation(
        rotation: (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8]),
        translation: (Int32(t.x), Int32(t.y), Int32(t.z))
      )
    }
    self.init(number: unsafe Int(cgemmi_number_of_operations(converted, Int32(converted.count))))
  }
}
