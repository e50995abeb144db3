extension SpaceGroup {
  /// The operations of the standard setting's conventional cell, centring translations included.
  ///
  /// The standard setting has unique axis b, hexagonal axes and the second origin where there are two.
  public var operations: [SymmetryOperation] {
    SpaceGroupSetting(number: number)?.operations ?? []
  }
}
