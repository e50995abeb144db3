import Figures
import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import Testing

@testable import Reports

@Suite struct FigureTests {
  private static func figures() throws -> [any Figure] {
    let evaluation = try Examples.evaluation()
    return [
      ConfusionFigure(classes: ["cF", "cI"], rows: [[3, 1], [0, 4]]),
      ConfusionFigure(classes: ["cF", "cI"], rows: [[3, 1], [0, 4]], showsShares: true),
      CurvesFigure(Examples.history), ReliabilityFigure(evaluation.curves),
      RiskCoverageFigure(evaluation.curves),
      ClassActivationFigure(
        image: Examples.image(1),
        heatMap: .init(width: 2, height: 2, values: [0, 1, 2, 3]),
        caption: "cF 90 %"
      ),
      SymmetryMapFigure(
        rows: 2,
        columns: 3,
        verdicts: [
          .accepted(0), .accepted(1), .unknown, .notAPattern, .accepted(1), .accepted(0),
        ],
        classes: ["cF", "cI"]
      ),
      ConfidenceMapFigure(rows: 2, columns: 3, values: [0.1, 0.5, nil, 1, 0.9, 0]),
    ]
  }

  @Test func aPNGHas300DotsAnInch() throws {
    for figure in try Self.figures() {
      let bytes = try figure.data(as: .png)
      let image = try PNG.decode(bytes, name: "figure").image
      #expect(image.width == figure.pixels.x && image.height == figure.pixels.y)
      let scale = 300.0 / 72
      #expect(abs(Double(image.width) - figure.size.x * scale) < 1)
      #expect(abs(Double(image.height) - figure.size.y * scale) < 1)
      // Corners are white, and something is drawn.
      for (row, column) in [(0, 0), (image.height - 1, image.width - 1)] {
        #expect(image[row, column] == 255, "\(type(of: figure))")
      }
      #expect(image.pixels.min() ?? 255 < 100, "\(type(of: figure))")
      #expect(Array(bytes[33..<41]) == [0, 0, 0, 9] + Array("pHYs".utf8))
    }
  }

  @Test func vectorsAreVectors() throws {
    for figure in try Self.figures() {
      let svg = String(decoding: try figure.data(as: .svg), as: UTF8.self)
      #expect(svg.contains("<svg") && svg.hasSuffix("</svg>\n"), "\(type(of: figure))")
      let pdf = try figure.data(as: .pdf)
      #expect(pdf.starts(with: Array("%PDF-".utf8)), "\(type(of: figure))")
      #expect(String(decoding: pdf.suffix(8), as: UTF8.self).contains("%%EOF"))
    }
  }
}
