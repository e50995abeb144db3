import Foundation
import SampleSupport

/// The original files, from which ``Prepare`` makes the tables.
struct OriginalFiles {
  /// A calculation by pymatgen.
  private struct Entry: Decodable {
    var composition: [String: Double]
    var energy: Double
  }

  /// The properties of an element; radii in ångströms by charge, then by neighbours and spin.
  private struct Element: Decodable {
    struct Radii: Decodable {
      var crystal_radius: Double
      var ionic_radius: Double
    }
    var X: Double?
    var ionicRadii: [String: Double]?
    var shannon: [String: [String: [String: Radii]]]?

    /// Shannon's radii of high spin, if they depend on it.
    func radii(charge: Int, neighbours: String) -> Radii? {
      let bySpin = shannon?["\(charge)"]?[neighbours]
      return bySpin?[""] ?? bySpin?["High Spin"] ?? bySpin?["Low Spin"]
    }
  }

  private let calculations: [Entry]
  private let oxides: [String: Entry]
  private let elements: [String: Element]
  private let ions: [Ion]

  init(folder: URL) throws(SampleError) {
    func read<Content: Decodable>(_ name: String, as type: Content.Type) throws(SampleError) -> Content {
      let data = try SampleData.read(folder.appending(path: name))
      do { return try JSONDecoder().decode(type, from: data) } catch {
        throw SampleError("\(name) does not have the expected content: fetch the file again")
      }
    }
    // The file has an entry with the units beside those of the elements.
    struct ElementOrUnits: Decodable {
      let element: Element?
      init(from decoder: any Decoder) { element = try? Element(from: decoder) }
    }
    calculations = try read("perov_calc_entries.json", as: [Entry].self)
    oxides = try read("binary_oxides_entries_dict.json", as: [String: Entry].self)
    elements = try read("radii_electronegativity_pymatgen.json", as: [String: ElementOrUnits].self).compactMapValues(
      \.element
    )
    ions = elements.flatMap { symbol, element in
      Set((element.ionicRadii ?? [:]).keys).union((element.shannon ?? [:]).keys).compactMap { charge in
        Int(charge).flatMap { $0 > 0 ? Ion(symbol, charge: $0) : nil }
      }
    }.sorted()
  }

  /// The 427 unmixed perovskites: elements and the energy of 20 atoms in eV.
  var perovskites: [String] {
    ["element_1,element_2,energy"]
      + calculations.filter { $0.composition.count == 3 }.map { entry in
        (entry.composition.keys.filter { $0 != "O" }.sorted() + ["\(entry.energy)"]).joined(separator: ",")
      }.sorted()
  }

  /// The perovskites of which two elements share a site in equal parts and all orders were calculated: the shared
  /// elements, the other one, and the lowest and the mean energy of 40 atoms in eV.
  var mixedPerovskites: [String] {
    var energies: [String: [Double]] = [:]
    for entry in calculations where entry.composition.count == 4 {
      let atoms = entry.composition.values.reduce(0, +)
      let shares = entry.composition.filter { $0.key != "O" }.mapValues { Int((40 * $0 / atoms).rounded()) }
      let (mixed, alone) = (shares.filter { $0.value == 4 }.keys.sorted(), shares.filter { $0.value == 8 }.keys)
      guard mixed.count == 2, alone.count == 1 else { continue }
      energies[(mixed + alone).joined(separator: ","), default: []].append(40 * entry.energy / atoms)
    }
    return ["mixed_1,mixed_2,alone,lowest_energy,mean_energy"]
      + energies.filter { $0.value.count >= MixedPerovskite.orderings }.map { elements, values in
        String(format: "%@,%.6f,%.6f", elements, values.min() ?? .nan, values.reduce(0, +) / Double(values.count))
      }.sorted()
  }

  /// The energy of each binary oxide for each cation, in eV.
  var oxideTable: [String] {
    ["ion,energy_per_cation"]
      + oxides.compactMap { name, entry in
        guard let ion = Ion(name), let count = entry.composition[ion.element] else { return nil }
        return "\(ion),\(entry.energy / count)"
      }.sorted()
  }

  /// Electronegativity and radii of each ion in ångströms.
  var ionTable: [String] {
    ["ion,electronegativity,radius,shannon_4,shannon_6,shannon_8"]
      + ions.compactMap { ion in
        guard let element = elements[ion.element], let electronegativity = element.X else { return nil }
        let six = element.radii(charge: ion.charge, neighbours: "VI")
        guard let radius = element.ionicRadii?["\(ion.charge)"] ?? six?.crystal_radius else { return nil }
        let shannon = ["IV", "VI", "VIII"].map { neighbours in
          element.radii(charge: ion.charge, neighbours: neighbours).map { "\($0.ionic_radius)" } ?? ""
        }
        return ([ion.description, "\(electronegativity)", "\(radius)"] + shannon).joined(separator: ",")
      }
  }
}
