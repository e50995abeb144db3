import CGemmi

/// A setting of a space group in gemmi's table: a choice of axes and of origin.
struct SpaceGroupSetting: Equatable {
  private let index: Int32

  /// The standard setting of a number; for an R group, the axes that fit the angles (degrees).
  init?(number: Int, alpha: Double = 90, gamma: Double = 120) {
    guard (1...230).contains(number) else { return nil }
    self.init(index: cgemmi_setting_of_number(Int32(number), alpha, gamma))
  }

  /// The setting of a space group with a value of `_space_group_IT_coordinate_system_code`, such as `b1` or `2cab`.
  init?(number: Int, code: String) {
    guard (1...230).contains(number) else { return nil }
    self.init(index: unsafe cgemmi_setting_of_code(Int32(number), code.lowercased()))
  }

  /// The setting of a symbol in any usual spelling; for an R group, the axes that fit the angles.
  init?(symbol text: String, alpha: Double, gamma: Double) {
    let spelling = SettingSpelling(text)
    let plain = spelling.symbol
    guard let centring = plain.first, "PABCIFRH".contains(centring), plain.utf8.count <= 32,
      plain.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    let suffix = spelling.choice.map { ":" + $0 } ?? ""
    for reading in SymbolSpelling.readings(of: plain) {
      if let setting = unsafe Self(index: cgemmi_setting_of_symbol(reading + suffix, alpha, gamma)) {
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

  /// The settings with the same axes and the first and the second origin.
  var bothOrigins: [SpaceGroupSetting] {
    ["1", "2"].compactMap { unsafe Self(index: cgemmi_setting_of_symbol("\(symbol):\($0)", 90, 90)) }
  }

  /// The number of the space group.
  var number: Int { Int(cgemmi_setting_number(index)) }

  /// The symbol in these axes, the same for both origins and for hexagonal and rhombohedral axes.
  var symbol: String { unsafe cgemmi_setting_symbol(index).map { unsafe String(cString: $0) } ?? "" }

  /// The setting with the origin or axes of a coordinate-system code; nil if the symbol is not used with the code.
  ///
  /// The symbol of the standard setting stands for the space group, so that it may have any code.
  func with(code: String) -> SpaceGroupSetting? {
    guard let coded = Self(number: number, code: code) else { return nil }
    let isStandard = symbol == Self(number: number)?.symbol
    return isStandard || coded.symbol == symbol ? coded : nil
  }

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
