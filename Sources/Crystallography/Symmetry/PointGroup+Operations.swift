extension PointGroup {
  /// The operations in the standard setting, without translations; in hexagonal axes where there is a
  /// threefold or sixfold axis along c.
  ///
  /// Where the axes can lie in two ways, they lie as in P321, P3m1, P-3m1, P-42m and P-62m.
  public var operations: [SymmetryOperation] {
    // The symmorphic primitive space group has the operations of the point group and no others.
    let symbol = "P" + (self == .threeTwo ? "321" : hasSecondaryAxes ? rawValue + "1" : rawValue)
    return SpaceGroup(symbol: symbol)?.operations ?? []
  }

  /// Whether the symbol of the space group says along which axes the mirror planes lie.
  private var hasSecondaryAxes: Bool { self == .threeM || self == .bar3M }
}
