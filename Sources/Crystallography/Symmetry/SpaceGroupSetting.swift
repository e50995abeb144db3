import CGemmi

/// A setting of a space group in gemmi's table: a choice of axes and of origin.
struct SpaceGroupSetting {
  private let index: Int32

  /// The standard setting of a number; for an R group, the axes that fit the angles (degrees).
  init?(number: Int, alpha: Double = 90, gamma: Double = 120) {
    guard (1...230).contains(number) else { return nil }
    self.init(index: cgemmi_setting_of_number(Int32(number), alpha, gamma))
  }

  /// The setting of a symbol in any usual spelling; for an R group, the axes that fit the angles.
  init?(symbol: String, alpha: Double, gamma: Double) {
    let plain = SymbolSpelling.plain(Self.withColon(symbol))
    guard let centring = plain.first, "PABCIFRH".contains(centring), plain.utf8.count <= 32,
      plain.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    for reading in SymbolSpelling.readings(of: plain) {
      if let setting = unsafe Self(index: cgemmi_setting_of_symbol(reading, alpha, gamma)) {
        self = setting
        return
      }
    }
    return nil
  }

  private init?(index: Int32) {
    guard index >= 0 else { return nil }
    self.index = index
  }

  /// Some databases append a letter for the origin (S first, Z second) or the axes (H, R).
  private static func withColon(_ symbol: String) -> String {
    let parts = symbol.split(separator: " ")
    guard parts.count > 1, let last = parts.last else { return symbol }
    let choice = ["S": "1", "Z": "2", "H": "H", "R": "R"][String(last)]
    return choice.map { parts.dropLast().joined() + ":" + $0 } ?? symbol
  }

  /// The number of the space group.
  var number: Int { Int(cgemmi_setting_number(index)) }

  /// True if International Tables A has two origins for the space group, so that its symbol needs `:1` or `:2`.
  var hasTwoOrigins: Bool { cgemmi_setting_has_two_origins(index) }

  /// The operations of the conventional cell, centring included; the identity is the first.
  var operations: [SymmetryOperation] {
    let capacity = Int(CGEMMI_MOST_OPERATIONS)
    var operations = [cgemmi_operation](repeating: cgemmi_operation(), count: capacity)
    let count = unsafe Int(cgemmi_setting_operations(index, &operations))
    return operations[..<count].compactMap { SymmetryOperation($0)?.reduced }
  }
}
