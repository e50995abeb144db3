import Foundation
import Testing

@testable import SymmetryClassification

@Suite struct PatternPredictionTests {
  @Test func theMostProbableClassIsPredicted() {
    #expect(prediction(1, [0.2, 0.5, 0.3]).isCorrect)
    #expect(!prediction(1, [0.4, 0.4, 0.2]).isCorrect, "the first of equals is predicted")
    #expect(prediction(0, [1]).isPattern == nil)
  }

  @Test func aSpecimenAddsTheProbabilitiesOfItsFinerClasses() {
    let specimen = SpecimenPrediction(
      name: "Ni",
      trueClass: 0,
      logProbabilities: [0.5, 0.2, 0.3].map(log),
      patterns: [0, 1]
    )
    #expect(specimen.predictedClass == 0 && specimen.isCorrect)
    #expect(zip(specimen.probabilities, [0.5, 0.2, 0.3]).allSatisfy { abs($0 - $1) < 1e-6 })
    let coarse = specimen.summed(into: [1, 0, 0], count: 2).map(exp)
    #expect(coarse.allSatisfy { abs($0 - 0.5) < 1e-12 })
  }
}
