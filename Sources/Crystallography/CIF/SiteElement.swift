/// The reading of the element of a site from its type symbol or its label.
struct SiteElement {
  /// The elements of the chemical formula; empty if the file has none.
  private let formula: Set<Element>
  /// The elements of the labels that two capitals begin which may be one or two symbols, if the formula decides.
  private var decided: [String: Element] = [:]

  /// Lawrencium, the last element with a scattering factor.
  private static let heaviestElement = 103

  /// Prepares the reading of labels; `CO1` among `C1`, `C2` and `O1` is cobalt if the counts of the formula say so.
  init(formula: ChemicalFormula?, labels: [String]) {
    self.formula = formula?.elements ?? []
    guard let counts = formula?.counts else { return }
    var found: [Element: Double] = [:]
    var groups: [String: (elements: [Element], count: Double)] = [:]
    for label in labels {
      if let element = try? element(label: label, line: 0).element {
        found[element, default: 0] += 1
      } else if let pair = Self.pair(label) {
        groups[Self.capitals(label), default: (pair, 0)].count += 1
      }
    }
    for (letters, group) in groups {
      let readings = group.elements.filter { element in
        let ratios = group.elements.map { other in
          ((found[other] ?? 0) + (other == element ? group.count : 0)) / (counts[other] ?? 0)
        }
        return abs(ratios[0] - ratios[1]) < 1e-6
      }
      if readings.count == 1 { decided[letters] = readings[0] }
    }
  }

  /// The two elements that a label in capitals may begin with; nil if there are not two.
  private static func pair(_ label: String) -> [Element]? {
    let pair = [known(String(label.prefix(1))), known(capitals(label))].compactMap(\.self)
    return pair.count == 2 ? pair : nil
  }

  private static func capitals(_ label: String) -> String { String(label.prefix(2)) }

  /// Returns the element of a type symbol such as `Fe3+`, `Fe2.5+`, `O-2`, `D` or `T`.
  func element(symbol: String, label: String, line: Int) throws(CIFFailure) -> Element {
    // A charge may follow; D and T are hydrogen. Groups such as NH4 are not ions.
    let letters = symbol.prefix { $0.isASCII && $0.isLetter }
    let rest = symbol.dropFirst(letters.count)
    let isCharge = rest.wholeMatch(of: /([0-9]*(\.[0-9]+)?[+-]?|[+-][0-9]*(\.[0-9]+)?)/) != nil
    let isGroup =
      letters.count > 1 && letters.allSatisfy(\.isUppercase) && !rest.isEmpty && rest.allSatisfy(\.isNumber)
    guard isCharge, !isGroup, let element = Self.known(letters == "T" ? "H" : String(letters)) else {
      throw CIFFailure(line, .unknownElement(site: label, symbol: symbol))
    }
    return element
  }

  /// Returns the element of a label such as `Fe1`, `O2a`, `OH1` or `Ow`, and true if only the formula decides.
  ///
  /// Of the elements that one or two letters may mean, the chemical formula excludes those that it lacks: `HO1` is
  /// hydrogen without holmium in the formula, and `Ala` is aluminium.
  func element(label: String, line: Int) throws(CIFFailure) -> (element: Element, isFromFormula: Bool) {
    if let water = Self.water(label), let element = Element(symbol: water) { return (element, false) }
    let letters = label.prefix { $0.isASCII && $0.isLetter }
    let one = Self.known(String(letters.prefix(1)))
    let two = letters.count > 1 ? Self.known(String(letters.prefix(2))) : nil
    let inFormula = [one, two].compactMap(\.self).filter(formula.contains)
    // The label begins with the element in the usual case. Wat is neither W nor At.
    if let first = letters.first, first.isUppercase {
      let name = String(first) + letters.dropFirst().prefix { $0.isLowercase }
      let literal = Self.known(name)
      let capitals = name.count == 1 && letters.count == 2 ? two : nil
      switch (literal, capitals) {
      case (let literal?, nil) where inFormula.isEmpty || inFormula.contains(literal): return (literal, false)
      case (nil, let capitals?) where inFormula.isEmpty || inFormula.contains(capitals): return (capitals, false)
      case (_?, _?) where inFormula.count != 1 && decided[Self.capitals(label)] != nil:
        if let element = decided[Self.capitals(label)] { return (element, true) }
      case (let literal?, let capitals?) where inFormula.count != 1:
        throw CIFFailure(line, .ambiguousElement(site: label, first: literal.symbol, second: capitals.symbol))
      default: break
      }
    }
    guard let element = inFormula.last, inFormula.count == 1 || letters.dropFirst().first?.isLowercase == true else {
      throw CIFFailure(line, .unknownElement(site: label, symbol: label))
    }
    return (element, true)
  }

  /// The element of a label of water in the style of the American Mineralogist database; nil for other labels.
  static func water(_ label: String) -> String? {
    let letters = label.prefix { $0.isASCII && $0.isLetter }
    if letters.hasPrefix("Wat") { return "O" }
    return ["Ow": "O", "Hw": "H", "Dw": "H"][String(letters)]
  }

  private static func known(_ symbol: String) -> Element? {
    Element(symbol: symbol).flatMap { $0.atomicNumber <= heaviestElement ? $0 : nil }
  }
}
