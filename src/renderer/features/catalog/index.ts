/** What is sold, on a screen of its own and into chats. */
export { CatalogScreen } from './catalog-screen'
export { ProductPicture } from './picture'
export { showProduct } from './products'
export { SendCatalogButton } from './send-button'
