import Figures
import Foundation
import SampleSupport

/// Predicted against calculated formation energies, by the decision that named the sites.
struct ParityFigure {
  private let figure: PlotFigure

  /// Plots the predictions for examples whose compositions the networks had not seen, in eV per atom.
  init(_ examples: [LabelledPerovskite], heldOut: [Double]) {
    func points(where isIncluded: (LabelledPerovskite) -> Bool) -> [SIMD2<Double>] {
      zip(examples, heldOut).filter { isIncluded($0.0) }.map { [$0.energy, $1] }
    }
    let range = -0.4...0.6
    figure = PlotFigure(
      [
        .init("", [[range.lowerBound, range.lowerBound], [range.upperBound, range.upperBound]], style: .dashes),
        .init("sites by the lists", points { $0.origin == .lists }, style: .points),
        .init("order by the published network", points { $0.origin != .lists }, style: .points),
      ],
      title: "Perovskites of held-out compositions",
      across: "calculated formation energy (eV/atom)",
      up: "predicted formation energy (eV/atom)",
      horizontal: range,
      vertical: range,
      size: [300, 310]
    )
  }

  /// Writes the figure to a folder.
  func write(to folder: String) throws { try FigureFiles.write(figure, "perovskite-parity", to: folder) }
}
