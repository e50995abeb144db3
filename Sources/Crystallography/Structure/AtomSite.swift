/// The atoms of one element at one position of a crystal.
public struct AtomSite: Sendable, Hashable {
  /// The name of the site in its source, as in `Fe1`.
  public var label: String
  /// The element.
  public var element: Element
  /// The position in fractions of the cell's edges.
  public var position: Vector3
  /// The fraction of these positions that the element occupies, above 0 and at most 1.
  public var occupancy: Double
  /// The isotropic Debye-Waller factor B = 8π² ⟨u²⟩ in Å².
  public var debyeWallerFactor: Double

  /// The default Debye-Waller factor in Å², typical of inorganic crystals at room temperature.
  public static let defaultDebyeWallerFactor = 0.5

  /// Creates a site.
  public init(
    label: String? = nil,
    element: Element,
    position: Vector3,
    occupancy: Double = 1,
    debyeWallerFactor: Double = AtomSite.defaultDebyeWallerFactor
  ) {
    self.label = label ?? element.symbol
    self.element = element
    self.position = position
    self.occupancy = occupancy
    self.debyeWallerFactor = debyeWallerFactor
  }
}
