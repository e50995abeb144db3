// A small convolutional network of your own on a folder of patterns, with the library instead of
// the command: `swift run -c release pattern-cnn patterns/`, where patterns/ holds
// <class>/<specimen>/<image>.png.
import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification

guard CommandLine.arguments.count == 2 else {
  print("usage: pattern-cnn FOLDER, which holds <class>/<specimen>/<image>.png")
  exit(64)
}
let preprocessing = Preprocessing(size: 64)

// Every file is read once; specimens stay on one side of the split.
let scan: PatternScan<ScannedPattern>
let split: DatasetSplit
do {
  scan = try PatternScan(PatternFolder(CommandLine.arguments[1])) {
    ScannedPattern($1, preprocessing: preprocessing)
  }
  split = try DatasetSplit(scan, validation: 0.25)
} catch {
  print("error: \(error)")
  exit(1)
}

// The order of the classes is that of all commands: by symmetry where names are symmetries.
let classes = SymmetryLabeling(classNames: scan.classes).displayOrder

let network = try Network(input: Shape(channels: 1, height: 64, width: 64)) {
  for filters in [8, 16, 32, 64] {
    Conv2D(filters: filters, kernel: 3, bias: false)
    BatchNormalization()
    Activation(.relu)
    MaxPool2D(size: 2)
  }
  GlobalAveragePool2D()
  Dense(units: classes.count)
}
print(network)

let (classifier, result) = try Classifier.train(
  network,
  classes: classes,
  on: scan.labeled(split.training, classes: classes),
  validation: scan.labeled(split.validation, classes: classes),
  splitBySpecimen: split.basis == .specimen,
  preprocessing: preprocessing,
  options: ClassifierOptions(
    training: TrainingOptions(
      epochs: 15,
      learningRate: 4e-3,
      schedule: .cosine(warmUp: 1, floor: 0)
    )
  )
) { event in
  if case .epoch(let record, _) = event {
    print(
      "epoch \(record.epoch): loss \(record.trainingLoss), validation \(record.validationLoss ?? 0)"
    )
  }
  return true
}

let evaluation = try Evaluation(
  classes: classifier.classes,
  predictions: classifier.predictions(for: split.validation, of: scan, classes: classes)
)
print(evaluation.text())
