import Figures
import NeuralNetworks
import TestSupport
import Testing

@testable import Reports

@Suite struct CurvesFigureTests {
  private func record(_ epoch: Int, _ loss: Float, accuracy: Float? = nil, validation: Float? = nil) -> EpochRecord {
    EpochRecord(
      epoch: epoch,
      learningRate: 0.1,
      trainingLoss: loss,
      trainingAccuracy: accuracy,
      validationLoss: validation,
      seconds: 1,
      examplesPerSecond: 1
    )
  }

  @Test func regressionHasNoAccuracy() {
    #expect(CurvesFigure([record(1, 2)]).size == [380, 230])
    #expect(CurvesFigure([record(1, 2, accuracy: 0.5)]).size == [380, 420])
  }

  @Test func epochsHaveDotsAtTheirLosses() throws {
    let history = [record(1, 4, validation: 2), record(2, 1, validation: 3), record(3, 2, validation: 1.5)]
    let page = try RenderedFigure(CurvesFigure(history))
    let area = PlotArea(x: 52, y: 30, width: 310, height: 140, horizontal: 1...3, vertical: 0...4.2)
    let (blue, vermilion) = (try RenderedFigure.grey(of: .blue), try RenderedFigure.grey(of: .vermilion))
    for record in history {
      let training = area.position(Double(record.epoch), Double(record.trainingLoss))
      #expect(abs(page[training.x, training.y] - blue) <= 1)
      let validation = area.position(Double(record.epoch), Double(record.validationLoss ?? 0))
      #expect(abs(page[validation.x, validation.y] - vermilion) <= 1)
    }
  }

  @Test func aSingleEpochAndALossOfZeroAreDrawn() throws {
    let page = try RenderedFigure(CurvesFigure([record(1, 0, accuracy: 1)]))
    // The dots lie on the left axis: the loss at the bottom, the accuracy at the top.
    let blue = try RenderedFigure.grey(of: .blue)
    #expect(abs(page[53, 169.5] - blue) <= 1 && abs(page[53, 226.5] - blue) <= 1)
  }
}
