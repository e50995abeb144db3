/// The crystal and the simulation parameters of a master pattern.
public struct MasterPatternDescription: Codable, Sendable, Hashable {
  /// The name of the crystal.
  public var crystal: String
  /// The space group number, 1 to 230.
  public var spaceGroup: Int
  /// The accelerating voltage in kV.
  public var voltage: Double
  /// The smallest lattice spacing that was included, in Å.
  public var smallestSpacing: Double
  /// The theory, for example `dynamical` or `kinematical`.
  public var kind: String
  /// Further parameters by name.
  public var parameters: [String: String]

  /// Creates a description; see the properties.
  public init(
    crystal: String,
    spaceGroup: Int,
    voltage: Double,
    smallestSpacing: Double,
    kind: String,
    parameters: [String: String] = [:]
  ) {
    self.crystal = crystal
    self.spaceGroup = spaceGroup
    self.voltage = voltage
    self.smallestSpacing = smallestSpacing
    self.kind = kind
    self.parameters = parameters
  }
}
