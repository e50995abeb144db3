extension Vector3 {
  /// The same place of the crystal in the cell at the origin: fractions in 0 ..< 1.
  ///
  /// What lies within 10⁻⁹ below 1 becomes 0, so that noise in the last digits moves no atom to the far side.
  var inCell: Vector3 {
    var wrapped = self - rounded(.down)
    for axis in 0..<3 where wrapped[axis] > 1 - 1e-9 { wrapped[axis] = 0 }
    return wrapped
  }

  /// The shortest of the fractional vectors that differ by whole cells, in a cell that is not too oblique.
  var nearestImage: Vector3 { self - rounded(.toNearestOrEven) }
}
