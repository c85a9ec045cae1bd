/** The sample shop's people, stages and goods. Prices are whole units here and become minor units when seeded. */
import type { Role } from '../schemas/common'
import type { Drawing } from './pictures'

/** The password of every seeded account. */
export const SEED_PASSWORD = 'rahasia-toko-2026'

export const SEED_USERS: readonly { email: string; name: string; phone: string; role: Role }[] = [
  { email: 'owner@example.test', name: 'Hendra Wijaya', phone: '+6281110000001', role: 'owner' },
  { email: 'admin@example.test', name: 'Anjali Mehta', phone: '+919820000002', role: 'admin' },
  { email: 'manager@example.test', name: 'Rina Kusuma', phone: '+6281110000003', role: 'manager' },
  { email: 'siti@example.test', name: 'Siti Rahmawati', phone: '+6281110000004', role: 'employee' },
  { email: 'budi@example.test', name: 'Budi Santoso', phone: '+6281110000005', role: 'employee' },
  { email: 'arjun@example.test', name: 'Arjun Nair', phone: '+919820000006', role: 'employee' },
  { email: 'customer@example.test', name: 'Dewi Lestari', phone: '+6281310000007', role: 'customer' },
]

/** Digits after the point by ISO 4217 (not what Intl shows, which leaves out the rupiah's sen). */
export const MINOR_DIGITS: Readonly<Record<string, number>> = { IDR: 2, INR: 2, USD: 2, JPY: 0, KWD: 3 }

export const SEED_PIPELINE = {
  name: 'Penjualan',
  stages: [
    { name: 'New', color: '#64748b', outcome: 'open' },
    { name: 'Contacted', color: '#0ea5e9', outcome: 'open' },
    { name: 'Quoted', color: '#8b5cf6', outcome: 'open' },
    { name: 'Negotiation', color: '#f59e0b', outcome: 'open' },
    { name: 'Won', color: '#16a34a', outcome: 'won' },
    { name: 'Lost', color: '#dc2626', outcome: 'lost' },
  ],
} as const

export const SEED_CATEGORIES: readonly { name: string; drawing: Drawing }[] = [
  { name: 'Laptops', drawing: 'laptop' },
  { name: 'Phones & Tablets', drawing: 'phone' },
  { name: 'Audio', drawing: 'audio' },
  { name: 'Accessories', drawing: 'accessory' },
]

export interface SeedProduct {
  sku: string
  category: string
  name: string
  currency: 'IDR' | 'INR'
  price: number
  stock: number
  description: string
}

const goods = (category: string, currency: 'IDR' | 'INR', rows: [string, string, number, number, string][]) =>
  rows.map(([sku, name, price, stock, description]): SeedProduct => ({
    ...{ sku, name, price, stock, description, category, currency },
  }))

export const SEED_PRODUCTS: readonly SeedProduct[] = [
  ...goods('Laptops', 'IDR', [
    ['LPT-GAM-01', 'Gaming Laptop', 18_500_000, 7, 'Layar 15,6" 144 Hz, RAM 16 GB, SSD 1 TB, RTX 4060'],
    ['LPT-ULT-02', 'Ultrabook 14"', 13_250_000, 12, 'Bobot 1,2 kg, RAM 16 GB, SSD 512 GB, baterai 12 jam'],
    [
      'LPT-STU-03',
      'Laptop Pelajar 14"',
      6_499_000,
      25,
      'RAM 8 GB, SSD 256 GB, cocok untuk sekolah dan kuliah',
    ],
    ['LPT-WRK-04', 'Workstation 16"', 32_900_000, 3, 'RAM 64 GB, SSD 2 TB, untuk desain dan video'],
    ['LPT-2IN-05', 'Laptop 2-in-1 13"', 11_750_000, 9, 'Layar sentuh yang bisa dilipat, dengan pena'],
  ]),
  ...goods('Laptops', 'INR', [
    ['LPT-IN-06', 'Gaming Laptop (India)', 94_990, 5, 'लैपटॉप: 16 GB RAM, 1 TB SSD, RTX 4060'],
  ]),
  ...goods('Phones & Tablets', 'IDR', [
    ['PHN-FLG-01', 'Smartphone Flagship 256 GB', 15_999_000, 10, 'Kamera 200 MP, layar 6,8", garansi resmi'],
    ['PHN-MID-02', 'Smartphone 5G 128 GB', 4_299_000, 34, 'Baterai 5.000 mAh, pengisian cepat 67 W'],
    ['PHN-ENT-03', 'Smartphone Hemat 64 GB', 1_649_000, 60, 'Untuk WhatsApp dan sekolah daring'],
    ['TAB-11-04', 'Tablet 11" 128 GB', 5_450_000, 14, 'Layar 2K, empat speaker'],
    ['TAB-08-05', 'Tablet Anak 8"', 1_899_000, 0, 'Sarung tahan jatuh; stok baru minggu depan'],
  ]),
  ...goods('Phones & Tablets', 'INR', [
    ['PHN-IN-06', 'Smartphone 5G 128 GB (India)', 18_999, 40, '5G फ़ोन, 5000 mAh बैटरी'],
    ['TAB-IN-07', 'Tablet 11" (India)', 24_499, 11, '2K डिस्प्ले, चार स्पीकर'],
  ]),
  ...goods('Audio', 'IDR', [
    ['AUD-TWS-01', 'Earbuds TWS Pro', 899_000, 48, 'Peredam bising aktif, 30 jam dengan kotaknya'],
    ['AUD-HPH-02', 'Headphone Nirkabel', 1_499_000, 20, 'Over-ear, lipat, 40 jam'],
    ['AUD-SPK-03', 'Speaker Bluetooth', 649_000, 31, 'Tahan air IPX7, 20 W'],
    ['AUD-SBR-04', 'Soundbar 2.1', 2_150_000, 8, 'Dengan subwoofer nirkabel, 120 W'],
    ['AUD-MIC-05', 'Mikrofon USB', 725_000, 16, 'Untuk rapat dan siniar'],
  ]),
  ...goods('Audio', 'INR', [['AUD-IN-06', 'Wireless Earbuds (India)', 2_499, 75, 'वायरलेस ईयरबड्स, 30 घंटे']]),
  ...goods('Accessories', 'IDR', [
    ['ACC-KBD-01', 'Keyboard Mekanik', 785_000, 22, 'Layout 75%, sakelar bisa diganti'],
    ['ACC-MSE-02', 'Mouse Nirkabel', 249_000, 55, 'Senyap, 4.000 DPI'],
    ['ACC-HUB-03', 'USB-C Hub 7-in-1', 429_000, 37, 'HDMI 4K, kartu SD, daya 100 W'],
    ['ACC-SSD-04', 'SSD Eksternal 1 TB', 1_275_000, 18, 'USB 3.2, 1.050 MB/s'],
    ['ACC-PWR-05', 'Power Bank 20.000 mAh', 359_000, 44, 'Pengisian cepat 65 W, muat di kabin pesawat'],
    ['ACC-CBL-06', 'Kabel USB-C 2 m', 79_500, 140, 'Nilon, 100 W'],
  ]),
  ...goods('Accessories', 'INR', [
    ['ACC-IN-07', 'USB-C Charger 65 W (India)', 1_799, 90, '65 W चार्जर, भारतीय प्लग'],
  ]),
]
