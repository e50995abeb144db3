import Figures
import SampleSupport

/// The errors of all steps.
enum AdviceFigure {
  /// Writes the figure to a folder.
  ///
  /// - Parameters:
  ///   - few: the errors of each split with few training materials.
  ///   - many: those with many.
  ///   - newFormulas: those with many, of which none has the formula of a test material.
  ///   - folder: the folder.
  /// - Throws: `SampleError` if a file cannot be written.
  static func write(
    few: [[Advice: Advice.Errors]],
    many: [[Advice: Advice.Errors]],
    newFormulas: [[Advice: Advice.Errors]],
    to folder: String
  ) throws {
    let points: [SIMD2<Double>] = Advice.allCases.flatMap { step in
      few.compactMap { result in result[step].map { [Double(step.rawValue), $0.test] } }
    }
    func means(_ results: [[Advice: Advice.Errors]], _ value: (Advice.Errors) -> Double) -> [SIMD2<Double>] {
      Advice.allCases.map { step in
        [Double(step.rawValue), ErrorRange(values: results.compactMap { $0[step].map(value) }).mean]
      }
    }
    let figure = PlotFigure(
      [
        .init("test, each split", points, style: .points),
        .init("test, mean", means(few, \.test), style: .linePoints),
        .init("training, mean", means(few, \.training), style: .linePoints),
        .init("test, 613 training materials", means(many, \.test), style: .dashes),
        .init("the same, new formulas", means(newFormulas, \.test), style: .dashes),
      ],
      title: "Band gaps: the lecture's network and its advice",
      across: "step",
      up: "mean squared error (eV²)",
      horizontal: -0.3...5.3,
      vertical: 0...4,
      size: [360, 280]
    )
    try FigureFiles.write(figure, "band-gap-advice", to: folder)
  }
}
