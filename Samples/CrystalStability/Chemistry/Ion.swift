/// An element with its charge.
struct Ion: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The symbol of the element.
  let element: String
  /// The charge in elementary charges.
  let charge: Int

  /// Creates a cation.
  init(_ element: String, charge: Int) {
    (self.element, self.charge) = (element, charge)
  }

  /// Reads a symbol with the charge after it, as in `Al3+` and `Na+`; nil if the text is something else.
  init?(_ text: String) {
    let symbol = text.prefix { $0.isLetter }
    let rest = text.dropFirst(symbol.count)
    guard !symbol.isEmpty, rest.last == "+" else { return nil }
    let digits = rest.dropLast()
    guard let charge = digits.isEmpty ? 1 : Int(digits), charge > 0 else { return nil }
    self.init(String(symbol), charge: charge)
  }

  /// The symbol with the charge after it; a charge of 1 is a plus sign alone.
  var description: String { element + (charge == 1 ? "" : String(charge)) + "+" }

  /// The order of the descriptions, which is that of the published code for mixed sites.
  static func < (first: Ion, second: Ion) -> Bool { first.description < second.description }
}
