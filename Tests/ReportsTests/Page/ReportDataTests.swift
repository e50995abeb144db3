import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import Testing

@testable import Reports

@Suite struct ReportDataTests {
  /// The image of a data URL.
  private func image(_ address: String) throws -> GrayImage {
    let prefix = "data:image/png;base64,"
    #expect(address.hasPrefix(prefix))
    let data = try #require(Data(base64Encoded: String(address.dropFirst(prefix.count))))
    return try PNG.decode([UInt8](data), name: "picture").image
  }

  @Test func patternsAreSortedAndHaveTheirPredictions() throws {
    var report = Report(title: "", subject: "", evaluation: try Examples.evaluation())
    for number in [7, 0, 5] { report.thumbnails[number] = Examples.image(number) }
    report.gallery = [.init(prediction: 5, image: GrayImage(width: 1, height: 1), heatMap: nil)]
    let data = ReportData(report)
    #expect(data.patterns.map(\.number) == [0, 5, 7])
    for pattern in data.patterns {
      let prediction = report.evaluation.predictions[pattern.number]
      #expect(pattern.file == prediction.file && pattern.specimen == prediction.specimen)
      #expect(pattern.truth == prediction.trueClass && pattern.prediction == prediction.predictedClass)
      #expect(pattern.probability == prediction.probabilities.max())
    }
    // The image of the gallery replaces the thumbnail.
    #expect(try image(data.patterns[1].picture).width == 1 && image(data.patterns[2].picture).width == 12)
    #expect(data.errors.map(\.number) == [5] && data.errors[0].heat == nil)
  }

  @Test func numbersAreThoseOfTheEvaluation() throws {
    let evaluation = try Examples.evaluation()
    let data = ReportData(Report(title: "", subject: "", evaluation: evaluation))
    #expect(data.classes.map(\.name) == ["cF", "cI", "hP"] && data.classes.map(\.support) == [14, 13, 13])
    #expect(data.confusion == evaluation.metrics.confusion.rows && data.confusion.joined().reduce(0, +) == 40)
    #expect(data.bins.allSatisfy { $0.count > 0 } && abs(data.bins.reduce(0) { $0 + $1.count } - 40) < 1e-9)
    #expect(data.coverages.count == data.coverageAccuracies.count)
    #expect(abs((data.coverageAccuracies.last ?? 0) - 0.8) < 1e-9)
    #expect(data.specimens.count == 6 && data.specimens.reduce(0) { $0 + $1.patterns } == 40)
    #expect(data.patterns.isEmpty && data.errors.isEmpty && data.history.isEmpty)
  }

  @Test(arguments: [(12, 12, 12, 12), (128, 128, 128, 128), (256, 64, 128, 32), (1000, 1, 128, 1), (300, 600, 64, 128)])
  func picturesHaveAtMost128PixelsASide(width: Int, height: Int, reducedWidth: Int, reducedHeight: Int) throws {
    var large = GrayImage(width: width, height: height)
    large[0, 0] = 7
    let picture = try image(Picture.grey(large))
    #expect(picture.width == reducedWidth && picture.height == reducedHeight)
  }

  @Test func picturesAreStretchedAndHeatIsScaledToItsMaximum() throws {
    let picture = try image(Picture.grey(GrayImage(width: 3, height: 1, pixels: [10, 20, 30])))
    #expect(picture.pixels == [0, 128, 255])
    let heat = try image(Picture.heat(GradCAM.HeatMap(width: 3, height: 1, values: [-1, 1, 4])))
    #expect(heat.pixels == [0, 64, 255])
    #expect(try image(Picture.heat(GradCAM.HeatMap(width: 1, height: 1, values: [0]))).pixels == [0])
  }
}
