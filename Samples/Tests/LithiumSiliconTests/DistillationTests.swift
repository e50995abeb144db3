import Atomistics
import Foundation
import Testing

@testable import LithiumSilicon

@Suite struct DistillationTests {
  @Test func theStudentApproachesItsTeacher() throws {
    let teacher = try AenetFile.potential(in: CommittedData.folder, threads: 1)
    let crystals = [(name: "Li", structure: Crystals.lithium(3.44)), (name: "Si", structure: Crystals.silicon(5.46))]
    var settings = Distillation.Settings()
    (settings.picoseconds, settings.temperatures, settings.units, settings.steps) = (0.02, [300], 3, 25)
    var losses: [Double] = []
    let distillation = Distillation(of: teacher, on: crystals, heldOut: "Li", settings: settings) { losses.append($1) }
    #expect(distillation.trainingCount == 8)
    #expect(try #require(losses.last) < 0.2 * #require(losses.first))
    #expect(distillation.knownErrors.energy.mean < distillation.heldOutErrors.energy.mean)
  }
}
