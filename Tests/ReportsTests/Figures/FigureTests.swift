import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import Testing

@testable import Reports

@Suite struct FigureTests {
  private static let history: [EpochRecord] = (1...30).map { (epoch: Int) -> EpochRecord in
    let share = 1 / Float(epoch)
    return EpochRecord(
      epoch: epoch,
      learningRate: 0.001,
      trainingLoss: 2 * share,
      trainingAccuracy: 1 - share,
      validationLoss: 2.2 * share,
      validationAccuracy: 0.9 - 0.8 * share,
      seconds: 1,
      examplesPerSecond: 100
    )
  }

  private static func figures() throws -> [any Figure] {
    let evaluation = try Examples.evaluation()
    return [
      ConfusionFigure(classes: ["cF", "cI"], rows: [[3, 1], [0, 4]]),
      ConfusionFigure(classes: ["cF", "cI"], rows: [[3, 1], [0, 4]], showsShares: true),
      CurvesFigure(history), ReliabilityFigure(evaluation.curves),
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

  @Test func sixtyClassesFitOnAPage() throws {
    let names = (0..<60).map { "class \($0)" }
    let rows = (0..<60).map { row in (0..<60).map { $0 == row ? 100 : ($0 + row) % 7 } }
    let figure = ConfusionFigure(classes: names, rows: rows)
    #expect(figure.size.x < 760 && figure.size.y < 760)
    #expect(try figure.data(as: .png).count > 10_000)
  }

  @Test func whatIsTooLargeToDrawIsSaid() throws {
    struct Wide: Figure {
      let size: SIMD2<Double> = [10_000, 10]
      func draw(on canvas: Canvas) { canvas.write("wide", at: [5, 5], size: 8) }
    }
    let error = try #require(throws: FigureError.self) { try Wide().data(as: .png) }
    #expect("\(error)".hasPrefix("a figure of 41667 × 42 pixels cannot be drawn: "), "\(error)")
  }

  @Test func whatIsNoNumberIsDrawnAllTheSame() throws {
    let figure = ClassActivationFigure(
      image: Examples.image(1),
      heatMap: .init(width: 2, height: 2, values: [.nan, 1, .infinity, 0]),
      caption: ""
    )
    #expect(try PNG.decode(figure.data(as: .png), name: "figure").image.width == figure.pixels.x)
  }

  @Test func formatsAreReadOffNames() {
    #expect(FigureFormat(path: "a/b.PNG") == .png)
    #expect(FigureFormat(path: "b.svg") == .svg && FigureFormat(path: "b.pdf") == .pdf)
    #expect(FigureFormat(path: "png") == nil && FigureFormat(path: "b.jpg") == nil)
  }
}

@Suite struct PNGResolutionTests {
  @Test func theCheckSumIsThatOfThePNGSpecification() {
    let file = [UInt8](repeating: 7, count: 40)
    let stated = PNGResolution.stating(300, in: file)
    // 300 dots an inch are 11811 a metre; the sum is zlib's.
    let expected: [UInt8] =
      [0, 0, 0, 9] + Array("pHYs".utf8) + [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1]
      + [0x78, 0xA5, 0x3F, 0x76]
    #expect(Array(stated[33..<54]) == expected)
    #expect(Array(stated[..<33]) == Array(file[..<33]) && stated.count == 61)
    #expect(PNGResolution.stating(300, in: [1, 2]) == [1, 2])
  }
}

@Suite struct ColorTests {
  @Test func theScaleGrowsDarkerInEvenSteps() {
    /// CIE lightness of sRGB, another measure than the one the scale is made in.
    func lightness(_ color: Color) -> Double {
      func linear(_ value: Double) -> Double {
        value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
      }
      let luminance =
        0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
      return 116 * pow(luminance, 1 / 3) - 16
    }
    let steps = (0...10).map { lightness(.scale(Double($0) / 10)) }
    for (a, b) in zip(steps, steps.dropFirst()) { #expect((4...11).contains(a - b)) }
    #expect(steps[0] > 95 && steps[10] < 35)
    #expect(Color.scale(-1) == .scale(0) && Color.scale(2) == .scale(1))
  }

  @Test func oklabIsThatOfItsPaper() {
    let white = Color(lightness: 1, a: 0, b: 0)
    #expect(abs(white.red - 1) < 1e-3 && abs(white.green - 1) < 1e-3 && abs(white.blue - 1) < 1e-3)
    // sRGB red is (0.628, 0.225, 0.126).
    let red = Color(lightness: 0.62796, a: 0.22486, b: 0.12585)
    #expect(abs(red.red - 1) < 2e-3 && red.green < 0.02 && red.blue < 0.02)
  }
}

@Suite struct PlotAreaTests {
  @Test func ticksAreRound() {
    #expect(PlotArea.ticks(0...1).map { ($0 * 10).rounded() } == [0, 2, 4, 6, 8, 10])
    #expect(PlotArea.ticks(1...12) == [5, 10])
    #expect(PlotArea.ticks(3...3) == [3])
  }

  @Test func positionsRiseWithValues() {
    let area = PlotArea(x: 10, y: 20, width: 100, height: 50, horizontal: 0...2, vertical: 0...1)
    #expect(area.position(0, 0) == [10, 70] && area.position(2, 1) == [110, 20])
  }
}
