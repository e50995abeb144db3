import Foundation

/// A beam of electrons of one energy.
public struct ElectronBeam: Sendable, Hashable {
  /// The accelerating voltage in kV.
  public let acceleratingVoltage: Double

  /// Creates a beam of an accelerating voltage in kV, which must be above 0.
  public init(acceleratingVoltage: Double) {
    precondition(acceleratingVoltage > 0, "the accelerating voltage must be above 0 kV")
    self.acceleratingVoltage = acceleratingVoltage
  }
}
