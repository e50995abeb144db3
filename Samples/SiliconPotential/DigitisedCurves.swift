import Atomistics
import Figures
import Foundation
import SampleSupport

/// The radial distribution functions of the silicon melt, read off figure 3 of Behler and Parrinello (2007).
struct DigitisedCurves {
  /// The names of the curves, such as DFT.
  let names: [String]
  /// The points of each curve: distance in Å and g.
  let curves: [[SIMD2<Double>]]

  /// Reads a table with a header, distances in the first column and one curve in each of the others.
  ///
  /// - Throws: ``SampleError`` that names the file.
  init(contentsOf file: URL) throws {
    let table = try CommaSeparatedTable(contentsOf: file)
    guard table.columns.count > 1 else { throw SampleError("\(file.path()) is no table of curves") }
    let titles = table.columns.dropFirst()
    names = titles.map { $0.replacingOccurrences(of: "_", with: " ") }
    curves = try titles.map { title in
      try table.rows.map { try SIMD2($0.number(table.columns[0]), $0.number(title)) }
    }
  }

  /// The mean and the greatest difference of a distribution from a curve at the curve's distances.
  func differences(of distribution: RadialDistribution, from name: String) -> (mean: Double, greatest: Double)? {
    guard let index = names.firstIndex(of: name) else { return nil }
    let values = distribution.values
    let differences = curves[index].map { abs(RadialDistribution.interpolate(values, at: $0.x) - $0.y) }
    return (differences.reduce(0, +) / Double(differences.count), differences.max() ?? 0)
  }

  /// The figure of the lecture: all curves and ours.
  func figure(with distribution: RadialDistribution, name: String) -> PlotFigure {
    let styles: [String: PlotFigure.Series.Style] = ["DFT": .points]
    let published = zip(names, curves).map { title, points in
      let every = styles[title] == .points ? 4 : 1
      let thinned = points.enumerated().filter { $0.offset % every == 0 }.map(\.element)
      return PlotFigure.Series(title == "NN" ? "network of 2007" : title, thinned, style: styles[title] ?? .dashes)
    }
    let own = PlotFigure.Series(name, distribution.values.filter { $0.x >= 1.5 })
    return PlotFigure(
      [own] + published,
      title: "Silicon melt at 3000 K",
      across: "r / Å",
      up: "g(r)",
      horizontal: 1.5...5.5,
      vertical: 0...2.8
    )
  }
}
