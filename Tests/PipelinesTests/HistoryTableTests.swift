import NeuralNetworks
import Pipelines
import Testing

@Suite struct HistoryTableTests {
  @Test func aMissingValueIsAnEmptyCell() {
    let record = EpochRecord(
      epoch: 2,
      learningRate: 0.5,
      trainingLoss: 0.25,
      validationLoss: 1.5,
      seconds: 1.25,
      examplesPerSecond: 20
    )
    #expect(
      HistoryTable.text([record]).split(whereSeparator: \.isNewline) == [
        "epoch,learning_rate,training_loss,training_accuracy,validation_loss,validation_accuracy,seconds,"
          + "patterns_per_second", "2,0.5,0.25,,1.5,,1.250,20.0",
      ]
    )
  }

  @Test func theTableOfSeveralRunsNamesEachRun() {
    let header = HistoryTable.text([TrainingRun]()).split(whereSeparator: \.isNewline)
    #expect(header.count == 1 && header[0].hasSuffix("patterns_per_second,member,restart,seed"))
  }
}
