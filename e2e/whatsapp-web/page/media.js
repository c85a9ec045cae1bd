/** Media both ways: preparing, hashing and uploading what is sent; fetching what came. */
import { line } from './line.js'
import { Model } from './model.js'
import { define } from './registry.js'
import { base64 } from './store.js'
/* global FormData, Image, crypto, Blob */

/** Wraps a blob, as the real page does to keep its bytes out of sight. */
class OpaqueData {
  #blob
  #url

  constructor(blob, mimetype) {
    this.#blob = blob
    this.mimetype = mimetype
  }

  static async createFromData(data, mimetype) {
    return new OpaqueData(data instanceof Blob ? data : new Blob([data], { type: mimetype }), mimetype)
  }

  get size() {
    return this.#blob.size
  }

  get type() {
    return this.mimetype
  }

  url() {
    this.#url ??= URL.createObjectURL(this.#blob)
    return this.#url
  }

  formData() {
    const form = new FormData()
    form.set('file', this.#blob)
    return form
  }

  blob() {
    return this.#blob
  }

  autorelease() {
    return this
  }

  retain() {
    return this
  }

  release() {
    if (this.#url) URL.revokeObjectURL(this.#url)
  }
}

class MediaDataModel extends Model {
  toJSON() {
    const attributes = this.serialize()
    delete attributes.mediaBlob
    delete attributes.renderableUrl
    return attributes
  }
}

function typeOf(mimetype, { isPtt, asDocument, asSticker, asGif }) {
  if (asSticker) return { type: 'sticker' }
  if (asDocument) return { type: 'document' }
  if (mimetype.startsWith('image/')) return { type: 'image' }
  if (mimetype.startsWith('video/')) return { type: 'video', ...(asGif ? { isGif: true } : {}) }
  if (mimetype.startsWith('audio/')) return { type: isPtt ? 'ptt' : 'audio' }
  return { type: 'document' }
}

async function sizeOf(blob, type) {
  if (type !== 'image') return {}
  const image = new Image()
  image.src = URL.createObjectURL(blob)
  try {
    await image.decode()
    return { width: image.naturalWidth, height: image.naturalHeight, fullWidth: image.naturalWidth }
  } catch {
    // Not an image after all: the real page then sends it as a document.
    return { type: 'document' }
  } finally {
    URL.revokeObjectURL(image.src)
  }
}

function prepRawMedia(opaque, params) {
  const prepare = async () => {
    const blob = opaque.blob()
    const kind = typeOf(opaque.mimetype, params)
    const hash = base64(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
    return new MediaDataModel({
      mediaStage: 'INIT',
      mimetype: opaque.mimetype,
      size: blob.size,
      filehash: hash,
      filename: blob.name,
      mediaBlob: opaque,
      ...kind,
      ...(await sizeOf(blob, kind.type)),
      preview: kind.type === 'image' ? '' : undefined,
    })
  }
  const prepared = prepare()
  return { waitForPrep: () => prepared }
}

class MediaObject extends Model {
  contentInfo = {}

  consolidate(attributes) {
    this.set(attributes)
  }
}

const objects = new Map()
function getOrCreateMediaObject(filehash) {
  if (!objects.has(filehash)) objects.set(filehash, new MediaObject({ filehash }))
  return objects.get(filehash)
}

const blobCache = new Map()

async function uploadBlob(blob, mimetype, signal) {
  const response = await fetch('/sim/upload', {
    method: 'POST',
    body: blob,
    headers: { 'content-type': mimetype },
    signal,
  })
  if (!response.ok) throw new Error(`MediaUploadError: ${response.status}`)
  return response.json()
}

function entryOf({ filehash, hex, size }, mediaKey) {
  const directPath = `/v/t62.7118-24/${hex}_upload.enc?ccb=11-4&oh=01_Q5`
  return {
    mmsUrl: `https://mmg.whatsapp.net${directPath}`,
    url: `https://mmg.whatsapp.net${directPath}`,
    deprecatedMms3Url: `https://mmg.whatsapp.net${directPath}`,
    directPath,
    mediaKey: mediaKey ?? base64(crypto.getRandomValues(new Uint8Array(32))),
    mediaKeyTimestamp: Math.floor(Date.now() / 1000),
    encFilehash: filehash,
    uploadHash: filehash,
    size,
    sidecar: undefined,
    firstFrameSidecar: undefined,
    handle: null,
  }
}

async function uploadMedia({ mimetype, mediaObject }) {
  const file = blobCache.get(mediaObject.filehash)
  const blob = file?.get('file') ?? mediaObject.mediaBlob?.blob()
  return { kind: 'success', mediaEntry: entryOf(await uploadBlob(blob, mimetype)) }
}

/** Asks for media that isn't there yet; the message's stage tells what came of it. */
export async function pokeMedia(msg) {
  msg.mediaData.set({ mediaStage: 'FETCHING' })
  const { stage } = await line.rpc('media-poke', { id: String(msg.id) })
  msg.mediaData.set({ mediaStage: stage })
}

async function downloadAndMaybeDecrypt({ directPath, signal }) {
  const { url } = await line.rpc('download', { directPath })
  const response = await fetch(url, { signal })
  if (!response.ok) throw Object.assign(new Error('MediaNotFound'), { status: response.status })
  return response.arrayBuffer()
}

export function defineMedia() {
  define('WAWebMediaOpaqueData', OpaqueData)
  define('WAWebPrepRawMedia', { prepRawMedia })
  define('WAWebMediaStorage', { getOrCreateMediaObject })
  define('WAWebMmsMediaTypes', {
    msgToMediaType: ({ type, isGif }) => (isGif ? 'gif' : type),
    castToV4: (type) => type,
  })
  define('WAWebMediaDataUtils', { shouldUseMediaCache: () => true })
  define('WAWebMediaInMemoryBlobCache', {
    InMemoryMediaBlobCache: {
      put: (hash, form) => blobCache.set(hash, form),
      get: (hash) => blobCache.get(hash),
      has: (hash) => blobCache.has(hash),
    },
  })
  define('WAWebMediaMmsV4Upload', { uploadMedia, uploadUnencryptedMedia: uploadMedia })
  define('WAMediaCalculateFilehash', {
    getRandomFilehash: async () => base64(crypto.getRandomValues(new Uint8Array(32))),
  })
  define('WAWebUploadManager', {
    encryptAndUpload: async ({ blob, signal, mediaKey }) =>
      entryOf(await uploadBlob(blob, blob.type || 'image/webp', signal), mediaKey),
  })
  define('WAWebStartMediaUploadQpl', { startMediaUploadQpl: () => ({ addPoint: () => undefined }) })
  define('WAWebDownloadManager', { downloadManager: { downloadAndMaybeDecrypt } })
  define('WAWebImageUtils', { toWebpSticker: async (file) => file })
  define('WAWebMediaUpdateMsg', (data) => data)
}
