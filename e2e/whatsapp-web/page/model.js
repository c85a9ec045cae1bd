/**
 * Backbone-like models and collections, as WhatsApp Web's own: `on/off/once/trigger`, `change:<attr>` events called
 * with (model, new value, previous value), `serialize()` and `toJSON()` on every model.
 */

/** Event names may come several in one string, separated by spaces. */
export class Events {
  #handlers = new Map()

  on(names, callback, context) {
    for (const name of names.split(/\s+/)) {
      if (!this.#handlers.has(name)) this.#handlers.set(name, [])
      this.#handlers.get(name).push({ callback, context })
    }
    return this
  }

  once(names, callback, context) {
    for (const name of names.split(/\s+/)) {
      const wrapper = (...args) => {
        this.off(name, wrapper)
        callback.apply(context ?? this, args)
      }
      wrapper.original = callback
      this.on(name, wrapper, context)
    }
    return this
  }

  off(names, callback) {
    if (names === undefined || names === null) {
      this.#handlers.clear()
      return this
    }
    for (const name of names.split(/\s+/)) {
      const kept = callback
        ? (this.#handlers.get(name) ?? []).filter(
            (one) => one.callback !== callback && one.callback.original !== callback,
          )
        : []
      this.#handlers.set(name, kept)
    }
    return this
  }

  trigger(name, ...args) {
    for (const { callback, context } of [...(this.#handlers.get(name) ?? [])]) {
      callback.apply(context ?? this, args)
    }
    return this
  }
}

/** A value as it goes out of the page: models become plain, ids stay objects. */
function plain(value) {
  if (value instanceof Model || value instanceof Collection) return value.serialize()
  if (Array.isArray(value)) return value.map(plain)
  return value
}

export class Model extends Events {
  #attributes = {}
  #collections = new Set()

  constructor(attributes = {}) {
    super()
    this.set({ ...this.defaults(), ...attributes }, { silent: true })
  }

  defaults() {
    return {}
  }

  get(name) {
    return this.#attributes[name]
  }

  /** `set(name, value)` or `set({...})`; tells who listens of each attribute that changed, then `change`. */
  set(nameOrAll, valueOrOptions, maybeOptions) {
    const single = typeof nameOrAll === 'string'
    const all = single ? { [nameOrAll]: valueOrOptions } : nameOrAll
    const options = (single ? maybeOptions : valueOrOptions) ?? {}
    const changed = []
    for (const [name, value] of Object.entries(all)) {
      if (typeof value === 'function') continue
      if (!Object.hasOwn(this, name)) this.#expose(name)
      const before = this.#attributes[name]
      if (before === value) continue
      this.#attributes[name] = value
      changed.push([name, value, before])
    }
    if (options.silent || changed.length === 0) return this
    for (const [name, value, before] of changed) this.#tell(`change:${name}`, value, before)
    this.#tell('change')
    return this
  }

  unset(name, options) {
    return this.set(name, undefined, options)
  }

  #expose(name) {
    Object.defineProperty(this, name, {
      enumerable: true,
      configurable: true,
      get: () => this.#attributes[name],
      set: (value) => {
        this.set(name, value)
      },
    })
  }

  #tell(event, ...values) {
    this.trigger(event, this, ...values)
    for (const collection of this.#collections) collection.forward(event, this, ...values)
  }

  joined(collection) {
    this.#collections.add(collection)
  }

  left(collection) {
    this.#collections.delete(collection)
  }

  serialize() {
    const result = {}
    for (const [name, value] of Object.entries(this.#attributes)) {
      if (value !== undefined) result[name] = plain(value)
    }
    return result
  }

  toJSON() {
    return this.serialize()
  }
}

const keyOf = (id) => (typeof id === 'string' ? id : (id?._serialized ?? String(id)))

export class Collection extends Events {
  #models = []
  #byId = new Map()

  constructor(modelClass = Model) {
    super()
    this.modelClass = modelClass
  }

  get length() {
    return this.#models.length
  }

  get _models() {
    return this.#models
  }

  get(id) {
    return id === undefined || id === null ? undefined : this.#byId.get(keyOf(id))
  }

  getModelsArray() {
    return [...this.#models]
  }

  /** Adds models (or attributes to make them of); those already there are merged. Tells `add` for each new one. */
  add(models, options = {}) {
    const list = Array.isArray(models) ? models : [models]
    return list.map((one) => {
      const known = this.get(one.id)
      if (known) {
        if (known !== one) known.set(one instanceof Model ? one.serialize() : one, options)
        return known
      }
      const model = one instanceof Model ? one : new this.modelClass(one)
      this.#models.push(model)
      this.#byId.set(keyOf(model.id), model)
      model.joined(this)
      if (!options.silent) this.trigger('add', model, this, options)
      return model
    })
  }

  gadd(id, options) {
    return this.add({ id }, options)[0]
  }

  remove(models, options = {}) {
    for (const model of Array.isArray(models) ? models : [models]) {
      const at = this.#models.indexOf(model)
      if (at < 0) continue
      this.#models.splice(at, 1)
      this.#byId.delete(keyOf(model.id))
      model.left(this)
      if (!options.silent) this.trigger('remove', model, this, options)
    }
  }

  reset(models = []) {
    for (const model of this.getModelsArray()) this.remove(model, { silent: true })
    this.add(models, { silent: true })
    this.trigger('reset', this)
  }

  /** A model's event reaches those who listen to its collections. */
  forward(event, model, value, before) {
    if (event === 'change:id') {
      this.#byId.delete(keyOf(before))
      this.#byId.set(keyOf(value), model)
    }
    this.trigger(event, model, value, before)
  }

  filter(test) {
    return this.getModelsArray().filter(test)
  }

  map(make) {
    return this.getModelsArray().map(make)
  }

  forEach(act) {
    this.getModelsArray().forEach(act)
  }

  some(test) {
    return this.#models.some(test)
  }

  findFirst(test) {
    return this.#models.find(test)
  }

  last() {
    return this.#models.at(-1)
  }

  sortBy(compare) {
    this.#models.sort(compare)
  }

  serialize() {
    return this.#models.map((model) => model.serialize())
  }

  toJSON() {
    return this.serialize()
  }
}
