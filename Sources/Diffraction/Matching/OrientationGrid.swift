import Crystallography
import Foundation

/// Orientations that cover the distinct orientations of a crystal evenly.
///
/// Directions of the crystal's z axis on the equal-area grid of ``SquareLambert``, each with evenly spaced rotations
/// about it: every orientation counts for the same volume of SO(3).
public struct OrientationGrid: Sendable {
  /// The orientations, from the crystal frame to the sample frame.
  public let orientations: [Orientation]

  /// Creates a grid.
  ///
  /// - Parameters:
  ///   - spacing: the angle between neighbours in degrees, 1 to 30.
  ///   - symmetry: the proper rotations of the crystal, as of `CrystalSymmetry.rotations(in:)`; of the orientations
  ///     that they make equal, the one with the smallest angle is kept.
  /// - Throws: `DiffractionError.invalidSetting`.
  public init(spacing: Double, symmetry: [Orientation] = []) throws(DiffractionError) {
    try DiffractionError.check("spacing", spacing, in: 1...30)
    let spacing = spacing * .pi / 180
    // The area 2π of a hemisphere in squares of the spacing.
    let size = Int(((2 * .pi).squareRoot() / spacing).rounded(.up))
    let turns = Int((2 * .pi / spacing).rounded(.up))
    var orientations: [Orientation] = []
    for row in 0..<size {
      for column in 0..<size {
        let place = (x: (2 * Double(column) + 1) / Double(size) - 1, y: (2 * Double(row) + 1) / Double(size) - 1)
        let north = SquareLambert.direction(x: place.x, y: place.y)
        for axis in [north, Vector3(north.x, north.y, -north.z)] {
          let tilt = Orientation(from: [0, 0, 1], to: axis)
          for turn in 0..<turns {
            let angle = (Double(turn) + 0.5) / Double(turns) * 2 * .pi
            let orientation = tilt * Orientation(w: cos(angle / 2), vector: [0, 0, sin(angle / 2)])
            if symmetry.allSatisfy({ abs((orientation * $0).w) <= abs(orientation.w) + 1e-9 }) {
              orientations.append(orientation)
            }
          }
        }
      }
    }
    self.orientations = orientations
  }
}

extension Orientation {
  /// The smallest rotation that takes a unit vector to another one.
  fileprivate init(from start: Vector3, to end: Vector3) {
    let w = 1 + start.dot(end)
    self = w > 1e-12 ? Orientation(w: w, vector: start.cross(end)) : Orientation(w: 0, vector: [1, 0, 0])
  }
}
