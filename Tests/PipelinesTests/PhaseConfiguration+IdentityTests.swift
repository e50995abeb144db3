import Foundation
import Testing

@testable import Pipelines

@Suite struct PhaseConfigurationIdentityTests {
  @Test func aNetworkIsKnownByItsContent() throws {
    let file = NSTemporaryDirectory() + "ednet-network-\(UUID()).safetensors"
    defer { try? FileManager.default.removeItem(atPath: file) }
    var configuration = PhaseConfiguration(patterns: ["a.png"], structures: ["a.cif"])
    #expect(configuration.networkIdentity == "none")
    configuration.network = file
    try Data([1, 2, 3]).write(to: URL(filePath: file))
    let first = configuration.networkIdentity
    #expect(configuration.networkIdentity == first)
    try Data([1, 2, 4]).write(to: URL(filePath: file))
    #expect(configuration.networkIdentity != first && configuration.networkIdentity.hasPrefix(file))
  }
}
