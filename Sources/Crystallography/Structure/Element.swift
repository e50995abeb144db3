import CGemmi

/// A chemical element.
public struct Element: Sendable, Hashable {
  /// The atomic number, from 1 (hydrogen) to 118.
  public let atomicNumber: Int

  /// Creates the element of an atomic number, 1 to 118.
  public init?(atomicNumber: Int) {
    guard (1...118).contains(atomicNumber) else { return nil }
    self.atomicNumber = atomicNumber
  }

  /// Creates the element of a symbol such as `Fe`, in any case.
  ///
  /// Deuterium, `D`, counts as hydrogen.
  public init?(symbol: String) { self.init(atomicNumber: Int(unsafe cgemmi_element_number(symbol))) }

  /// The symbol, as in `Fe`.
  public var symbol: String { unsafe String(cString: cgemmi_element_symbol(Int32(atomicNumber))) }
}

extension Element: CustomStringConvertible {
  /// The symbol.
  public var description: String { symbol }
}
