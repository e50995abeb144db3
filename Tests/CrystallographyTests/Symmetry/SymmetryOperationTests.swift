import Foundation
import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct SymmetryOperationTests {
  /// Groups of all crystal systems, centrings and kinds of axes.
  private static let groups = [2, 15, 19, 43, 62, 88, 98, 122, 154, 161, 167, 178, 194, 205, 214]

  private static func operation(_ triplet: String) throws -> SymmetryOperation {
    try #require(SymmetryOperation(triplet: triplet))
  }

  // MARK: Text

  @Test(arguments: [
    ("x,y,z", "x,y,z"), ("-x,y+1/2,-z", "-x,y+1/2,-z"), ("1/2-X, Y ,-Z+3/4", "-x+1/2,y,-z+3/4"),
    ("x-y,x,z+1/6", "x-y,x,z+1/6"), ("+y,+x,-z+0.5", "y,x,-z+1/2"),
    ("x+0.3333,y+0.66667,z", "x+1/3,y+2/3,z"), ("-y+.25,x,z-1/4", "-y+1/4,x,z-1/4"),
    ("x+5/6,y,z+1/24", "x+5/6,y,z+1/24"), ("x+1,y,z", "x+1,y,z"), ("x+2/4,y,z", "x+1/2,y,z"),
  ])
  func tripletsAreReadAndWritten(text: String, expected: String) throws {
    #expect(try Self.operation(text).description == expected)
  }

  @Test(arguments: [
    "", ",", ",,", "x,y", "x,y,z,x", "x,y,w", "a,b,c", "h,k,l", "x,y,z+", "x,y,z+1/0", "x,y,z+1/5",
    "x,y,z+1/-2", "x,y,z+0.1", "x,y,z+0.5.5", "x/2,y,z", "2*x,y,z", "x,x,z", "0,0,0", "x+y,y,z",
    "x,y,z+999999999999", "x,y,z+99999999999999999999.5", "x,y,z+1e9", "x,y,é", "x;y;z",
    "x,y,z\n;", String(repeating: "x", count: 5000), String(repeating: "+99*x", count: 18) + ",y,z",
  ])
  func otherTextIsNoOperation(text: String) {
    #expect(SymmetryOperation(triplet: text) == nil)
  }

  @Test func descriptionsAreReadBack() {
    var count = 0
    for number in Self.groups {
      for operation in SpaceGroup(number: number)?.operations ?? [] {
        #expect(SymmetryOperation(triplet: operation.description) == operation, "\(operation)")
        count += 1
      }
    }
    #expect(count > 200)
  }

  @Test func irregularTranslationsAreDecimals() throws {
    var operation = try Self.operation("-x,y,z")
    operation.translation = [0.123456, -0.3, -0.5]
    #expect(operation.description == "-x+0.12346,y-0.3,z-1/2")
  }

  // MARK: Group theory

  @Test func productsComposeOperations() throws {
    let position: Vector3 = [0.12, 0.57, 0.83]
    for number in [19, 88, 167, 205] {
      let operations = try #require(SpaceGroup(number: number)).operations
      for first in operations {
        for second in operations {
          let product = first * second
          #expect((product(position) - first(second(position))).length < 1e-12)
          #expect(product == first.following(second))
          #expect(product.isProper == (first.isProper == second.isProper))
          // The group is closed modulo lattice translations.
          #expect(
            operations.contains {
              $0.rotation == product.rotation
                && ($0.translation - product.translation).nearestImage.length < 1e-9
            }
          )
        }
      }
    }
  }

  @Test func inversesUndoTheOperation() throws {
    let position: Vector3 = [0.12, 0.57, 0.83]
    for number in Self.groups {
      for operation in try #require(SpaceGroup(number: number)).operations {
        let inverse = operation.inverse
        #expect((inverse(operation(position)) - position).length < 1e-12)
        #expect((operation(inverse(position)) - position).length < 1e-12)
        #expect(inverse.type == operation.type && RotationType(inverse.rotation) == inverse.type)
        let identity = operation * inverse
        #expect(identity.rotation == .identity && identity.translation.length < 1e-12)
      }
    }
    #expect(SymmetryOperation.identity([0.3, 7, -2]) == [0.3, 7, -2])
  }

  @Test func reductionLeavesALatticeTranslation() throws {
    let operation = try Self.operation("-x+7/2,y-1/4,z+1")
    #expect(operation.reduced.translation == [0.5, 0.75, 0])
    #expect(operation.reduced.rotation == operation.rotation)
  }

  @Test func operationsOfDifferentLatticesHaveNoProduct() throws {
    let (fourfold, threefold) = (try Self.operation("-y,x,z"), try Self.operation("-y,x-y,z"))
    #expect(fourfold.following(threefold) == nil)
  }

  // MARK: Planes

  @Test func planesTransformWithPositions() throws {
    let index = MillerIndex(1, -2, 3)
    let position: Vector3 = [0.12, 0.57, 0.83]
    for number in Self.groups {
      let operations = try #require(SpaceGroup(number: number)).operations
      for operation in operations {
        let image = operation(index).vector
        #expect(abs(image.dot(operation.rotation * position) - index.vector.dot(position)) < 1e-12)
        #expect(operation.inverse(operation(index)) == index)
      }
      for (first, second) in zip(operations, operations.reversed()) {
        #expect((first * second)(index) == first(second(index)))
      }
    }
  }

  @Test func hexagonalPlanesAreThoseOfTheFourIndices() throws {
    // A sixfold axis cycles h, k, i = -h - k with a change of sign: (1 0 -1 0) → (1 1 -2 0)'s neighbours.
    let sixfold = try Self.operation("x-y,x,z")
    var indices = [MillerIndex(1, 0, 2)]
    for _ in 0..<6 { indices.append(sixfold(indices[indices.count - 1])) }
    #expect(
      indices == [
        MillerIndex(1, 0, 2), MillerIndex(0, 1, 2), MillerIndex(-1, 1, 2), MillerIndex(-1, 0, 2),
        MillerIndex(0, -1, 2), MillerIndex(1, -1, 2), MillerIndex(1, 0, 2),
      ]
    )
  }

  // International Tables for Crystallography B (2010), equation (1.4.2.3).
  @Test func structureFactorsObeyTheSymmetry() throws {
    for number in Self.groups {
      let operations = try #require(SpaceGroup(number: number)).operations
      let orbit = operations.map { $0([0.113, 0.271, 0.389]) }
      func structureFactor(_ index: MillerIndex) -> SIMD2<Double> {
        orbit.reduce(into: SIMD2<Double>()) { sum, position in
          let angle = 2 * Double.pi * index.vector.dot(position)
          sum += [cos(angle), sin(angle)]
        }
      }
      for index in [MillerIndex(1, 2, 3), MillerIndex(2, 0, 2), MillerIndex(-3, 1, 0)] {
        let value = structureFactor(index)
        for operation in operations {
          let image = operation(index)
          let other = structureFactor(image)
          let angle = -2 * Double.pi * image.vector.dot(operation.translation)
          let (c, s) = (cos(angle), sin(angle))
          let turned = SIMD2(c * other.x - s * other.y, s * other.x + c * other.y)
          let difference = turned - value
          #expect((difference * difference).sum() < 1e-18, "\(number) \(index) \(operation)")
        }
      }
    }
  }

  @Test func cartesianRotationsAreOrthogonalInASymmetricCell() throws {
    let hexagonal = try UnitCell(a: 3, b: 3, c: 5, gamma: 120)
    for operation in try #require(SpaceGroup(number: 194)).operations {
      let rotation = operation.cartesianRotation(in: hexagonal)
      let product = rotation * rotation.transposed
      for row in 0..<3 {
        for column in 0..<3 {
          #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-12)
        }
      }
      #expect(abs(rotation.determinant - (operation.isProper ? 1 : -1)) < 1e-12)
      // The rotation maps the reciprocal vector of a plane to that of its image.
      let plane = MillerIndex(2, -1, 3)
      let image = hexagonal.reciprocalVector(of: operation(plane))
      #expect((rotation * hexagonal.reciprocalVector(of: plane) - image).length < 1e-12)
    }
  }
}
