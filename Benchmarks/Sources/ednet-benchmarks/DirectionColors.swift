import Crystallography
import RandomNumbers
import Reports

/// Colours of crystal directions in inverse pole figures, for `peers/direction_colors.py`.
enum DirectionColors {
  /// Prints the Laue class, a direction, its image in the sector, red, green and blue, and the kind of direction.
  ///
  /// - Parameter count: the number of random directions of each Laue class, beside the corners of its sector.
  static func run(count: Int) {
    for laueClass in LaueClass.allCases {
      let key = InversePoleFigureKey(InversePoleFigureSector(laueClass))
      func line(_ direction: Vector3, _ kind: String) {
        let image = key.sector(direction)
        let color = key.rgb(image)
        let numbers = [direction, image, color].flatMap { ["\($0.x)", "\($0.y)", "\($0.z)"] }
        print(([laueClass.rawValue] + numbers + [kind]).joined(separator: "\t"))
      }
      for corner in key.sector.corners { line(corner, "corner") }
      for number in 0..<count {
        var generator = KeyedGenerator(11, number)
        line(
          Vector3(Double(generator.normal()), Double(generator.normal()), Double(generator.normal())).normalized,
          "random"
        )
      }
    }
  }
}
