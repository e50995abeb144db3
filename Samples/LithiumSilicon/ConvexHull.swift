/// The lower convex hull of points: the compositions that do not decompose.
enum ConvexHull {
  /// The points of the lower hull, by abscissa.
  ///
  /// After Andrew, Inf. Process. Lett. 9, 216 (1979).
  static func lower(_ points: [SIMD2<Double>]) -> [SIMD2<Double>] {
    var hull: [SIMD2<Double>] = []
    for point in points.sorted(by: { ($0.x, $0.y) < ($1.x, $1.y) }) {
      while hull.count >= 2 {
        let (a, b) = (hull[hull.count - 2], hull[hull.count - 1])
        // b stays only if it lies below the line from a to the point.
        if (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) > 0 { break }
        hull.removeLast()
      }
      hull.append(point)
    }
    return hull
  }
}
