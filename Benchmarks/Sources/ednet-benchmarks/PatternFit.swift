import Crystallography
import Diffraction
import Foundation
import Imaging

/// The matching of patterns of one structure.
struct PatternFit {
  let sphere: KikuchiProjector
  let screen: TwoBeamProjector
  let grid: OrientationGrid

  init(_ set: PatternSet, folder: URL) throws {
    let crystal = try CIF(path: folder.appending(path: set.structure).path).crystal
    let symmetry = try CrystalSymmetry(of: crystal)
    let bands = TwoBeamBands(
      of: crystal,
      beam: ElectronBeam(acceleratingVoltage: set.voltage),
      minimumSpacing: TwoBeamParameterRanges.minimumSpacing(primitiveVolume: symmetry.primitive.cell.volume)
    )
    sphere = KikuchiProjector(bands.masterPattern(size: 301))
    screen = TwoBeamProjector(bands)
    grid = try OrientationGrid(spacing: 4, symmetry: symmetry.rotations(in: crystal.cell))
  }

  /// The best fit to a pattern.
  func match(_ image: GrayImage, patternCentre: [Double]) -> PatternMatch {
    let geometry = DetectorGeometry(
      width: image.width,
      height: image.height,
      patternCenter: [patternCentre[0], patternCentre[1], patternCentre[2]]
    )
    let coarse = MatchedFilter(width: image.width, height: image.height, largestSide: 40, mask: image)
    let starts = PatternDictionary(sphere, grid: grid, filter: coarse)
      .matches(of: [coarse(image)], geometry: geometry, count: 5)[0]
    let filter = MatchedFilter(width: image.width, height: image.height, largestSide: 80, mask: image)
    let pattern = filter(image)
    let refinement = OrientationRefinement(sphere, filter: filter, refinesPatternCenter: true)
    let matches = starts.map { refinement.refine($0, to: pattern) }
    return matches.max { $0.score < $1.score } ?? starts[0]
  }

  /// The fitted view of a width in pixels, without a camera; its mean is 1 and its standard deviation about a tenth.
  func simulated(_ match: PatternMatch, width: Int) -> GrayImage {
    var geometry = match.geometry
    (geometry.width, geometry.height) = (width, width * geometry.height / geometry.width)
    var image = screen.project(match.orientation, onto: geometry)
    let (mean, deviation) = screen.statistics
    image.pixels = image.pixels.map { 1 + 0.1 * ($0 - mean) / deviation }
    return image
  }
}
