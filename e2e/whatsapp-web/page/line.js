/** The line to the servers: a web socket that comes back by itself, requests and answers over it, and pushes. */
import { Events } from './model.js'
/* global WebSocket, window, navigator */

class Line extends Events {
  #socket
  #nextId = 1
  #waiting = new Map()
  #hello
  #retryMs = 250
  #greeted = false
  /** Last update this page has; sent when the line comes back. */
  seq
  closedForGood = false

  /** Open, and the servers have said who this page is to them. */
  get isOpen() {
    return this.#greeted && this.#socket?.readyState === WebSocket.OPEN
  }

  /** Connects; `hello` says who this is, each time the line comes up. */
  connect(hello) {
    this.#hello = hello
    this.#open()
  }

  #open() {
    const socket = new WebSocket(`wss://${window.location.host}/ws/chat`)
    this.#socket = socket
    this.#greeted = false
    socket.onopen = () => {
      this.#retryMs = 250
      socket.send(
        JSON.stringify({ t: 'hello', userAgent: navigator.userAgent, ...this.#hello(), resume: this.seq }),
      )
    }
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data)
      if (message.t === 'linked' || message.t === 'unlinked') this.#greeted = true
      if (message.t === 'answer' || message.t === 'failed') this.#settle(message)
      else this.trigger(message.t, message)
    }
    socket.onclose = () => {
      if (this.#socket !== socket) return
      for (const { reject } of this.#waiting.values()) reject(new Error('SocketClosed'))
      this.#waiting.clear()
      if (this.closedForGood) return
      this.trigger('down')
      setTimeout(() => {
        if (this.#socket === socket) this.#open()
      }, this.#retryMs)
      this.#retryMs = Math.min(this.#retryMs * 2, 3000)
    }
  }

  /** Drops the line and takes it up again; one that is down does not wait for its time, one that is being made goes on. */
  reconnect() {
    const state = this.#socket?.readyState
    if (state === WebSocket.OPEN) this.#socket.close()
    else if (state === WebSocket.CLOSED && !this.closedForGood) this.#open()
  }

  send(message) {
    if (this.isOpen) this.#socket.send(JSON.stringify(message))
  }

  /** Asks the servers; rejects with their error, or `SocketClosed` when the line goes down. */
  rpc(name, args = {}) {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) {
        reject(new Error('SocketClosed'))
        return
      }
      const id = this.#nextId++
      this.#waiting.set(id, { resolve, reject })
      this.send({ t: 'rpc', id, name, args })
    })
  }

  #settle(message) {
    const { resolve, reject } = this.#waiting.get(message.id) ?? {}
    this.#waiting.delete(message.id)
    if (message.t === 'answer') {
      resolve?.(message.value)
      return
    }
    const error = new Error(message.error.message)
    error.name = message.error.name
    error.status = message.error.status
    reject?.(error)
  }
}

export const line = new Line()
