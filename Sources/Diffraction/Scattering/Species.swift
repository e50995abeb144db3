import Crystallography

/// An element with a Debye–Waller factor: atoms of one species share their scattering factors.
struct Species: Hashable {
  let element: Element
  let debyeWallerFactor: Double

  init(_ atom: AtomSite) { (element, debyeWallerFactor) = (atom.element, atom.debyeWallerFactor) }

  /// The atoms of a crystal by species, in a reproducible order.
  static func atoms(of crystal: Crystal) -> [(species: Species, atoms: [AtomSite])] {
    Dictionary(grouping: crystal.atoms, by: Species.init).map { (species: $0.key, atoms: $0.value) }.sorted {
      first,
      second in
      let (a, b) = (first.species, second.species)
      return (a.element.atomicNumber, a.debyeWallerFactor) < (b.element.atomicNumber, b.debyeWallerFactor)
    }
  }

  /// The elastic scattering factor; elements beyond the table use its last one.
  var scatteringFactor: ElectronScatteringFactor {
    let number = min(element.atomicNumber, ElectronScatteringFactor.greatestAtomicNumber)
    guard let factor = ElectronScatteringFactor(atomicNumber: number) else {
      preconditionFailure("atomic number \(number) has no scattering factor")
    }
    return factor
  }
}
