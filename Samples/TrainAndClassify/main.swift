// Trains a classifier on a folder of patterns, evaluates it, and classifies an image:
//
//   swift run -c release train-and-classify patterns/ image.png
import Imaging
import Pipelines
import SymmetryClassification

var configuration = TrainingConfiguration(patterns: CommandLine.arguments[1])
configuration.size = 64
configuration.epochs = 15

let run = FolderRunStore("run")
let outcome = try TrainingPipeline(configuration).run(in: run, mode: .overwriting)
if let evaluation = outcome.evaluation { print(evaluation.text()) }

let classifier = outcome.classifier
let image = try ImageFormats.read(CommandLine.arguments[2]).image
let prediction = try classifier.predict(image)
switch DecisionRule(threshold: 0.5).verdict(on: prediction) {
case .accepted(let index): print(classifier.classes[index], prediction.probabilities[index])
case .unknown: print("unknown")
case .notAPattern: print("not a pattern")
}
