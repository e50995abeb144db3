/// The origin of a master pattern: the crystal and the simulation.
public struct MasterPatternDescription: Codable, Sendable, Hashable {
  /// The name of the crystal.
  public var crystal: String
  /// The number of its space group, 1 to 230.
  public var spaceGroup: Int
  /// The accelerating voltage in kV.
  public var voltage: Double
  /// The smallest spacing of lattice planes in the simulation, in Å.
  public var smallestSpacing: Double
  /// The method, such as `dynamical` or `kinematical`.
  public var kind: String
  /// Further properties, by name.
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
