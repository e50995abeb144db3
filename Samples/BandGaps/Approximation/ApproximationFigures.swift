import Figures
import Foundation
import SampleSupport

/// The universal approximation theorem as pictures.
enum ApproximationFigures {
  /// Writes the functions of some widths, and the error against the width, to a folder.
  static func write(_ results: [ApproximationStudy.Result], to folder: String) throws {
    let abscissas = ApproximationStudy.abscissas
    let shown = results.filter { [1, 2, 4, 8].contains($0.width) }
    let functions = PlotFigure(
      shown.map { result in
        .init(result.width == 1 ? "1 unit" : "\(result.width) units", zip(abscissas, result.outputs).map { [$0, $1] })
      } + [.init("function", abscissas.map { [$0, ApproximationStudy.function($0)] }, style: .dashes)],
      title: "One hidden layer of tanh, trained",
      across: "x",
      up: "y",
      size: [360, 270]
    )
    try FigureFiles.write(functions, "approximation-functions", to: folder)
    func logarithms(_ error: (ApproximationStudy.Result) -> Double) -> [SIMD2<Double>] {
      results.map { [log2(Double($0.width)), log10(error($0))] }
    }
    let errors = PlotFigure(
      [
        .init("tanh, trained", logarithms(\.trained), style: .linePoints),
        .init("ReLU, constructed", logarithms(\.constructed), style: .linePoints),
      ],
      title: "One hidden layer",
      across: "binary logarithm of the number of units",
      up: "decimal logarithm of the error",
      size: [360, 270]
    )
    try FigureFiles.write(errors, "approximation-errors", to: folder)
  }
}
